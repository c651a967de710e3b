"""The design system: what every page is composed of. `gallery.py` shows all of it in every state.

    layouts      Column, Line, Flow, Even, Filled: gaps follow the zoom
    text         Text, IconText, Picture
    buttons      Button, RailButton, Choice
    fields       Edit, Field, SearchBox, Paper (several lines), Print (to read)
    count_field  CountField: a number with − and +
    choosing     DropDown, Check, Labelled, Stepper
    dates        DateField, Calendar
    progress     Progress, Bar
    marks        Status, Meter, Keys, Cap, Photo
    notice       Surface, Band, Empty, Strip
    tiles        Tile, Tiles: people in fixed places
    row_table    Column, Cell, RowTable
    side_panel   SidePanel: what opens beside a page
    scroll       Scroll, ScrollBar, own_bars
    menu         Menu
    focus_ring   the one ring
"""
