"""A soft rasteriser: an image of triangles that is smooth in where they stand.

A triangle covers a pixel with probability `sigmoid(+-distance ** 2 / SIGMA)`, where the distance is that of the pixel
to the nearest edge, positive inside. Colours are averaged with weights that grow with the coverage and, exponentially,
with the nearness `z` at the pixel (1 is nearest), so that the front triangle wins softly; the background takes part.

    python softras.py        # draws four triangles and compares the image with NumPy
"""

import freetensor as ft
import numpy as np

FACES = 4
ROWS = 8
COLUMNS = 10
SIGMA = 1e-2
GAMMA = 1e-1
BACKGROUND = 1e-3


@ft.inline
def cross(px, py, ax, ay, bx, by):
    """Twice the signed area of the triangle p, a, b."""
    return (ax - px) * (by - py) - (ay - py) * (bx - px)


@ft.inline
def squared_distance(px, py, ax, ay, bx, by):
    """Squared distance of p to the segment from a to b, as a new scalar."""
    along = ft.empty((), "float32")
    along[()] = (px - ax) * (bx - ax) + (py - ay) * (by - ay)
    along[()] = ft.max(0.0, ft.min(1.0, along[()] / (ft.square(bx - ax) + ft.square(by - ay))))
    gap = ft.empty((), "float32")
    gap[()] = ft.square(px - ax - along[()] * (bx - ax)) + ft.square(py - ay - along[()] * (by - ay))
    return gap


@ft.transform
def rasterise(corners: ft.Var[(FACES, 3, 3), "float32"], colours: ft.Var[(FACES, 3), "float32"],
              background: ft.Var[(3,), "float32"], image: ft.Var[(ROWS, COLUMNS, 3), "float32", "output"],
              silhouette: ft.Var[(ROWS, COLUMNS), "float32", "output"]):
    #! nid: rows
    for r in range(ROWS):
        #! nid: columns
        for c in range(COLUMNS):
            px = ft.empty((), "float32")
            px[()] = (c + 0.5) / COLUMNS
            py = ft.empty((), "float32")
            py[()] = (r + 0.5) / ROWS

            coverage = ft.empty((FACES,), "float32")
            nearness = ft.empty((FACES,), "float32")
            #! nid: faces
            for f in range(FACES):
                nearest = ft.empty((), "float32")
                nearest[()] = float("inf")
                part = ft.empty((3,), "float32")
                #! nid: edges
                for k in range(3):
                    a = (k + 1) % 3
                    b = (k + 2) % 3
                    gap = squared_distance(px, py, corners[f, a, 0], corners[f, a, 1], corners[f, b, 0],
                                           corners[f, b, 1])
                    nearest[()] = ft.min(nearest[()], gap[()])
                    part[k] = cross(px, py, corners[f, a, 0], corners[f, a, 1], corners[f, b, 0], corners[f, b, 1])

                area = ft.empty((), "float32")
                area[()] = part[0] + part[1] + part[2]
                inside = ft.empty((), "float32")
                if part[0] / area[()] >= 0 and part[1] / area[()] >= 0 and part[2] / area[()] >= 0:
                    inside[()] = 1
                else:
                    inside[()] = -1
                coverage[f] = ft.sigmoid(inside[()] * nearest[()] / SIGMA)

                # The depth comes from the point of the triangle's plane with its outer parts cut off.
                depth = ft.empty((), "float32")
                depth[()] = 0
                whole = ft.empty((), "float32")
                whole[()] = 0
                for k in range(3):
                    depth[()] += ft.max(part[k] / area[()], 0.0) * corners[f, k, 2]
                    whole[()] += ft.max(part[k] / area[()], 0.0)
                nearness[f] = depth[()] / whole[()]

            front = ft.empty((), "float32")
            front[()] = BACKGROUND
            for f in range(FACES):
                front[()] = ft.max(front[()], nearness[f])
            total = ft.empty((), "float32")
            total[()] = ft.exp((BACKGROUND - front[()]) / GAMMA)
            for channel in range(3):
                image[r, c, channel] = total[()] * background[channel]
            uncovered = ft.empty((), "float32")
            uncovered[()] = 1
            #! nid: blend
            for f in range(FACES):
                weight = ft.empty((), "float32")
                weight[()] = coverage[f] * ft.exp((nearness[f] - front[()]) / GAMMA)
                total[()] += weight[()]
                for channel in range(3):
                    image[r, c, channel] += weight[()] * colours[f, channel]
                uncovered[()] *= 1 - coverage[f]
            for channel in range(3):
                image[r, c, channel] /= total[()]
            silhouette[r, c] = 1 - uncovered[()]


def make_inputs(seed=1):
    """Random triangles of some size in the unit square, with random nearness and colours, on dark blue."""
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0.25, 0.75, (FACES, 1, 2))
    turn = rng.uniform(0, 2 * np.pi, (FACES, 1)) + np.array([[0, 2, 4]]) * np.pi / 3
    radius = rng.uniform(0.2, 0.5, (FACES, 3, 1))
    flat = centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=2)
    corners = np.concatenate([flat, rng.uniform(0.2, 0.9, (FACES, 3, 1))], axis=2).astype("float32")
    return [corners, rng.uniform(0, 1, (FACES, 3)).astype("float32"), np.array([0, 0, 0.25], "float32")]


def reference(corners, colours, background):
    """The same image, all pixels at once: barycentric coordinates from a linear system, distances by projection."""
    corners = corners.astype("float64")
    y, x = np.meshgrid((np.arange(ROWS) + 0.5) / ROWS, (np.arange(COLUMNS) + 0.5) / COLUMNS, indexing="ij")
    pixels = np.stack([x, y], axis=-1)
    coverage, nearness = [], []
    for face in corners:
        points, z = face[:, :2], face[:, 2]
        system = np.vstack([points.T, np.ones(3)])
        shares = np.concatenate([pixels, np.ones((ROWS, COLUMNS, 1))], axis=-1) @ np.linalg.inv(system).T
        distance = np.full((ROWS, COLUMNS), np.inf)
        for a, b in [(0, 1), (1, 2), (2, 0)]:
            side = points[b] - points[a]
            along = np.clip((pixels - points[a]) @ side / (side @ side), 0, 1)
            distance = np.minimum(distance, np.linalg.norm(pixels - points[a] - along[..., None] * side, axis=-1))
        sign = np.where((shares >= 0).all(axis=-1), 1, -1)
        coverage.append(1 / (1 + np.exp(-sign * distance**2 / SIGMA)))
        cut = np.maximum(shares, 0)
        nearness.append(cut @ z / cut.sum(axis=-1))
    coverage, nearness = np.array(coverage), np.array(nearness)
    weights = np.concatenate([coverage * np.exp(nearness / GAMMA),
                              np.full((1, ROWS, COLUMNS), np.exp(BACKGROUND / GAMMA))])
    palette = np.vstack([colours, background])
    image = np.einsum("frc,fk->rck", weights, palette) / weights.sum(axis=0)[..., None]
    return image, 1 - (1 - coverage).prod(axis=0)


if __name__ == "__main__":
    inputs = make_inputs()
    run = ft.optimize(rasterise)
    image = ft.Array(np.zeros((ROWS, COLUMNS, 3), "float32"))
    silhouette = ft.Array(np.zeros((ROWS, COLUMNS), "float32"))
    run(*[ft.Array(x) for x in inputs], image, silhouette)
    wanted = reference(*inputs)
    np.testing.assert_allclose(image.numpy().reshape(ROWS, COLUMNS, 3), wanted[0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(silhouette.numpy().reshape(ROWS, COLUMNS), wanted[1], rtol=1e-3, atol=1e-4)
    print("softras: equal to NumPy")
