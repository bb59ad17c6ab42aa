"""k-means and silhouettes without chance: the starts come from the points, so the same points make the same groups."""

from dataclasses import dataclass

import numpy as np

ROUNDS = 100
WATCHED = 1000  # silhouettes cost points × points: beyond this many, evenly spaced ones stand for all


@dataclass(frozen=True, eq=False)
class Split:
    """`labels` (n,) from 0, `centers` (k, d), mean `silhouette` in [−1, 1]; one cluster and 0 where no split is found."""

    labels: np.ndarray
    centers: np.ndarray
    silhouette: float


def kmeans(points: np.ndarray, starts: np.ndarray, least: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Lloyd's k-means of points (n, d) from given centres (k, d): (labels (n,) of int64, centres (k, d)).

    Labels are positions in the returned centres, which keep the order of `starts`. Of two equally near centres the
    first one gets the point. A centre with no points is dropped. While a cluster has fewer than `least` of them, the
    smallest is given up and the rest settle again without its points, down to one cluster; these points join the
    nearest centre in the end and move none, so that one person far off does not tear two camps apart.
    """
    points, centers = np.asarray(points, dtype=float), np.asarray(starts, dtype=float)
    core = np.arange(len(points))
    while True:
        labels, centers, sizes = _settled(points[core], centers)
        if len(centers) <= 1 or sizes.min() >= max(least, 1):
            break
        smallest = np.argmin(sizes)
        core = core[labels != smallest]
        centers = np.delete(centers, smallest, axis=0)
    return np.argmin(squared_distances(points, centers), axis=1), centers


def best_split(points: np.ndarray, most: int, least: int) -> Split:
    """The clustering with the highest silhouette among k = 2 … `most`, no cluster smaller than `least`.

    Each k is tried from two starts; of equally good ones the smaller k stays. Of more than `WATCHED` points, those
    evenly spaced in the order of their coordinates are clustered, and the rest joins them from the centres found.
    """
    n = len(points)
    order = np.lexsort(points.T[::-1])
    watched = points[order[np.linspace(0, n - 1, WATCHED).astype(int)]] if n > WATCHED else points
    distances = np.sqrt(squared_distances(watched, watched))
    best, found = 0.0, None
    for k in range(2, min(most, n) + 1):
        for start in (spread_starts, sliced_starts):
            labels, centers = kmeans(watched, start(watched, k), least)
            score = silhouette(distances, labels, len(centers))
            if score > best + 1e-12:
                best, found = score, (labels, centers)
    if found is None:
        return Split(np.zeros(n, dtype=np.int64), points.mean(axis=0, keepdims=True) if n else points, 0.0)
    return Split(*(kmeans(points, found[1], least) if n > WATCHED else found), best)


def silhouette(distances: np.ndarray, labels: np.ndarray, k: int) -> float:
    """Mean silhouette (Rousseeuw, 1987) in [−1, 1], from distances (n, n) and labels (n,) below k, all in use.

    A point alone in its cluster counts 0, and one cluster scores 0.
    """
    if k < 2:
        return 0.0
    members = (labels[:, None] == np.arange(k)).astype(float)
    sizes = members.sum(axis=0)
    sums = distances @ members
    at = np.arange(len(labels))
    inside = sums[at, labels] / np.maximum(sizes[labels] - 1, 1)
    others = sums / sizes
    others[at, labels] = np.inf
    outside = others.min(axis=1)
    widest = np.maximum(inside, outside)
    counted = (sizes[labels] > 1) & (widest > 0)
    return float(np.where(counted, (outside - inside) / np.where(counted, widest, 1), 0).mean())


def squared_distances(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """(n, k) from points (n, d) and centres (k, d); by differences, so that equal points are at exactly 0."""
    found = np.zeros((len(points), len(centers)))
    for axis in range(points.shape[1]):
        found += (points[:, axis, None] - centers[None, :, axis]) ** 2
    return found


def spread_starts(points: np.ndarray, k: int) -> np.ndarray:
    """(k, d): the point farthest from the mean, then always the one farthest from all that were chosen."""
    chosen = [np.argmax(squared_distances(points, points.mean(axis=0, keepdims=True)))]
    nearest = np.full(len(points), np.inf)
    while len(chosen) < k:
        nearest = np.minimum(nearest, squared_distances(points, points[chosen[-1]][None])[:, 0])
        chosen.append(np.argmax(nearest))
    return np.asarray(points[chosen])


def sliced_starts(points: np.ndarray, k: int) -> np.ndarray:
    """(k, d): the means of k equal slices along the first axis."""
    along = points[np.argsort(points[:, 0], kind="stable")]
    return np.array([part.mean(axis=0) for part in np.array_split(along, k)])


def _settled(points: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    labels = np.full(len(points), -1)
    sizes = np.zeros(len(centers), dtype=np.int64)
    for _ in range(ROUNDS):
        new = np.argmin(squared_distances(points, centers), axis=1) if len(points) else labels
        if np.array_equal(new, labels):
            break
        labels = new
        sizes = np.bincount(labels, minlength=len(centers))
        sums = [np.bincount(labels, points[:, axis], minlength=len(centers)) for axis in range(points.shape[1])]
        centers = np.where(sizes[:, None] > 0, np.array(sums).T / np.maximum(sizes, 1)[:, None], centers)
    return labels, centers, sizes
