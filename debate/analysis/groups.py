"""Opinion groups by the method of Polis, and only where they beat chance.

The map (`components`), k-means on it for k = 2 … 5 and the choice of k by silhouette follow what the Computational
Democracy Project publishes. On top of that: a permutation test says whether there are groups at all (`chance`), none is
smaller than three people, and the order of the votes and of the people changes nothing.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from debate.analysis.chance import chance_of_structure
from debate.analysis.clustering import Split, best_split, kmeans, squared_distances
from debate.analysis.components import Components, extremity, principal_components, project, project_items
from debate.analysis.representative import (
    Consensus,
    Representative,
    group_informed_consensus,
    majority_consensus,
    representative,
)
from debate.analysis.settings import CHANCE_OF_GROUPS, GROUP_LEAST, GROUPS_MOST, SEATS, VOTES_TO_GROUP
from debate.analysis.votes import VoteMatrix

__all__ = [
    "Components",
    "Consensus",
    "Groups",
    "Representative",
    "extremity",
    "group_informed_consensus",
    "is_clustered",
    "kmeans",
    "majority_consensus",
    "opinion_groups",
    "principal_components",
    "project",
    "project_items",
    "representative",
]

BUCKETS = 100  # Polis lets k grow with its base clusters, of which there are this many at most
PEOPLE_PER_GROUP = 12


@dataclass(frozen=True, eq=False)
class Groups:
    """Who stands where. People and items in the order of the matrix.

    - `labels` (n_people,) of int64: 0 … k − 1, the largest group first. `placed` (n_people,) of bool tells who has voted
      enough to shape the groups; the others have the label of the nearest one, and a page should not tell them where
      they stand. To leave their votes out of what groups stand for, pass `np.where(placed, labels, -1)` on.
    - `centers` (k, 2): the groups' means on the map, less people far off from all. `projection` (n_people, 2), `item_projection` (n_items, 2),
      `components` (2, n_items), `mean` (n_items,): see `components`.
    - `k`: 1 where the verdict is "one group"; then every label is 0.
    - `silhouette` in [0, 1]: of the best split, also of one that was not believed; 0 where there is none.
    - `p_value` in (0, 1]: of the permutation test, 1 where there was nothing to test.
    - `verdict`: "groups" where p_value is at most 0.05 and there is a split without tiny groups, else "one group".
    """

    labels: np.ndarray
    centers: np.ndarray
    projection: np.ndarray
    item_projection: np.ndarray
    components: np.ndarray
    mean: np.ndarray
    k: int
    silhouette: float
    p_value: float
    verdict: str
    placed: np.ndarray


def opinion_groups(
    matrix: VoteMatrix,
    seed: int = 0,
    *,
    zeroed: Iterable[Hashable] = (),
    least_votes: int = VOTES_TO_GROUP,
    least_people: int = GROUP_LEAST,
    most: int = GROUPS_MOST,
) -> Groups:
    """The opinion groups among the people of the matrix, or "one group"; see `Groups` for shapes and ranges.

    `zeroed` are items to be left out as Polis leaves out moderated statements; `least_votes` is what a person needs to
    shape the groups (see `is_clustered`); `least_people` the smallest group allowed; `most` the largest k, which few people
    lower further: 2 + n/12. The seed serves the permutation test only. People are put into the order of what they
    voted first, so neither the order of the votes nor the people's labels change a figure.

    Never NaN and never an error for few votes: no people, one person, one item, equal votes are "one group".
    O(votes) time and memory, with bounds on silhouettes (`clustering`) and shuffles (`chance`) for large matrices.
    """
    order = _by_content(matrix)
    raw = matrix.only(order)
    used = raw.zeroed(zeroed)
    space = principal_components(used)
    places = project(used, space)
    enough = is_clustered(raw, least_votes)
    split, p_value = Split(np.zeros(0, dtype=np.int64), np.zeros((1, 2)), 0.0), 1.0
    if enough.sum() >= 2 * least_people:
        k_most = min(most, 2 + min(int(enough.sum()), BUCKETS) // PEOPLE_PER_GROUP)
        split = best_split(places[enough], k_most, least_people)
        p_value = chance_of_structure(used.only(np.flatnonzero(enough)), seed)
    is_split = len(split.centers) > 1 and p_value <= CHANCE_OF_GROUPS
    centers = split.centers if is_split else _middle(places[enough])
    centers, among = _largest_first(centers, np.argmin(squared_distances(places, centers), axis=1))
    labels, placed = np.empty(matrix.n_people, dtype=np.int64), np.empty(matrix.n_people, dtype=bool)
    labels[order], placed[order] = among, enough
    projection = np.empty_like(places)
    projection[order] = places
    return Groups(
        labels=labels,
        centers=centers,
        projection=projection,
        item_projection=project_items(space),
        components=space.components,
        mean=space.mean,
        k=len(centers),
        silhouette=split.silhouette,
        p_value=p_value,
        verdict="groups" if is_split else "one group",
        placed=placed,
    )


def is_clustered(matrix: VoteMatrix, least_votes: int = VOTES_TO_GROUP) -> np.ndarray:
    """Who has voted enough to shape the groups: (n_people,) of bool.

    That takes `least_votes` votes, or a vote on every item where there are fewer. While fewer than 15 people have so
    many, the most active fill the seats up to 15, as in Polis, and all who are level with the last one of them.
    """
    counts = matrix.votes_per_person
    enough = counts >= min(least_votes, matrix.n_items)
    if enough.sum() < SEATS and len(counts):
        enough = counts >= np.sort(counts)[::-1][:SEATS][-1]
    return enough


def _by_content(matrix: VoteMatrix) -> np.ndarray:
    """Positions of the people in the order of what they voted; people with equal votes cannot be told apart by it."""
    edges = matrix.starts.tolist()
    keys = [(matrix.columns[a:b].tobytes(), matrix.values[a:b].tobytes()) for a, b in pairwise(edges)]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _largest_first(centers: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with the groups by size, equal ones from right to left on the map."""
    sizes = np.bincount(labels, minlength=len(centers))
    order = np.lexsort((-centers[:, 1], -centers[:, 0], -sizes))
    return centers[order], np.argsort(order)[labels]


def _middle(places: np.ndarray) -> np.ndarray:
    return places.mean(axis=0, keepdims=True) if len(places) else np.zeros((1, 2))
