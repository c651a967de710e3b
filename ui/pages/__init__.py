"""One file (or folder) a place in the rail. Found by being here: `ui.page.found`."""
