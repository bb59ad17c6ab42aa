"""Pseudonyms: a colour and a bird, so that nobody is taken for a real person."""

import random

COLOURS = (
    "Amber Ash Azure Beige Bronze Cedar Cherry Cobalt Copper Coral Cream Crimson Ebony Fern Flint Golden Grey "
    "Hazel Indigo Ivory Jade Lemon Lilac Lime Maroon Mint Moss Ochre Olive Onyx Opal Pale Peach Pearl Pewter "
    "Plum Quiet Rose Ruby Russet Rust Sable Sand Scarlet Sienna Silver Slate Teal Umber Violet "
).split()
BIRDS = (
    "Avocet Bittern Bunting Bustard Chough Coot Crake Crane Curlew Dipper Dove Dunlin Eider Falcon Finch "
    "Gannet Godwit Grebe Gull Harrier Heron Hoopoe Ibis Jackdaw Kestrel Kite Knot Lapwing Lark Linnet Magpie "
    "Martin Merlin Nuthatch Oriole Osprey Ouzel Owl Petrel Pipit Plover Quail Rail Raven Redstart Robin Rook "
    "Ruff Shrike Siskin Snipe Sparrow Starling Stork Swallow Swift Teal Tern Thrush Wagtail Warbler Whimbrel "
    "Wren Wryneck "
).split()


def draw_pseudonym(taken: set[str], rng: random.Random | None = None) -> str:
    """A pseudonym nobody here has; after a hundred tries a number makes it one."""
    rng = rng or random.SystemRandom()
    for _ in range(100):
        name = f"{rng.choice(COLOURS)} {rng.choice(BIRDS)}"
        if name not in taken:
            return name
    return f"{rng.choice(COLOURS)} {rng.choice(BIRDS)} {rng.randrange(1000, 10_000_000)}"
