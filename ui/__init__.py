"""The screens. Qt lives here and only here.

    app.py           the way in: a command goes to the command line, nothing opens the window
    tokens look icons      colours, sizes and type; the look in use; icons
    desk.py          the open workplace: read, do, undo, and what was written
    commands.py      what can be done, said once
    page.py          what a page is; pages/ holds one file (or folder) a place in the rail, found by being there
    main_window.py   rail, page in front, strip at the foot
    widgets/         the design system
    dialogs/         what lies over the pages: palette, help, preview, questions
"""
