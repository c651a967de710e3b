"""The screens. Qt lives here and only here.

Five sentences
    1. A page is one file (or folder) under pages/, found by being there: rail, palette, help, contact sheets and audit
       take it from that.
    2. A page reads finished records through `desk.read` and acts through `desk.do`: one verb, committed, then announced.
    3. What can be done is a `Command`, said once; menus, keys, tooltips, the foot line, F1 and the palette are fed by it.
    4. Pages are composed from widgets/; sizes, colours and type are asked of `look`, never written as numbers.
    5. The first paint waits for nothing: the core's heavy rooms are imported inside functions, after it.

Rooms
    app start window covering moving session   the way in; what stands first; the top window; cover, PIN and lock;
                                         between workplaces; opening
    gate/         what stands before the work: sign-in, set-up, joining, cover, recovery
    work rail page commands desk prefs   the window at work; its rail; what a page is; what can be done; the open workplace
    pages/        today/ (day work, standing crew, paper list), todo.py, people/, pay/ (week, day, bag), exchange/,
                  sales/, settings/
    dialogs/      what lies over a page: palette, help, preview and printing, questions
    selling/      a seller: opened from her person card and from the sales desk
    widgets/      the design system; gallery.py shows all of it in every state
    tokens look icons translator         colours and sizes as data; the look in use; icons; Qt's own words
    messages speech spoken idle crash single handed double_click
    tasks scanning sticks plugged formats                     one subject each
    contact_sheets other_screens laptop_screens parcel_screens desk_question_screens sales_screens sales_panel_screens
    sales_form_screens seller_screens
    selftest practice_run                to look at it, to try it

A page in ten lines
    class Visits(Page):
        key, words, icon, order = "visits", marked("Visits"), "users", 30
        follows = frozenset({"visit"})                      tables: refreshed when they were written
        def build(self): self.list = RowTable(_("Visits"), COLUMNS); self.body_column.put(self.list, 1)
        def refresh(self): self.list.show_records(self.desk.read(visits.of_today, self.desk.today()))
        def commands(self): return [Command("visits.add", marked("Add visit"), self.add, ("Ctrl+N",), "plus")]
        def add(self): self.desk.do(visits.pay_visit, _("A visit was added."), day=self.desk.today())
"""
