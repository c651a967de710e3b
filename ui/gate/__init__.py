"""What stands before the work: who goes in, and what covers it meanwhile.

    parts            the frame all of them share: language, clock, card, keys
    sign_in          name and passphrase
    recover          the way in with the recovery sheet
    cover            the covered screen: PIN or passphrase
    choose_pin       a PIN for short pauses
    door             the practice workplace: no passphrase, since nothing in it is real
    new_passphrase   six words, or one's own with its strength in words
    set_up           five short screens; set_up_steps holds what is on them
    join             into a workplace that is on another laptop: a request, a code, a welcome
    workplaces       the workplaces on this laptop
    recovery         the recovery sheet, and the reminder until there is one
"""
