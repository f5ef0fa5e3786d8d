package org.gale.engine.storm.figure;

import java.util.List;
import org.gale.engine.storm.figure.Figure.Better;
import org.gale.engine.storm.figure.Figure.Unit;

/** Rows of the table of figures of vectors that guests move, and of functions that are unplugged; others lack them. */
final class MoveRows
{
    /**
     * Plugs, moves at the ends of periods and as vCPUs go offline and online, and moves that are drawn. Managed vectors
     * that are shut down, with what waits for their vCPUs.
     */
    static final List<Figure> ALL = List.of(
        Figure.of("function_plugs.completed", "/actions/plugs/completed", Unit.NUMBER, Better.NEITHER),
        Figure.of("vector_moves.balanced", "/actions/affinity_every/completed", Unit.NUMBER, Better.NEITHER),
        Figure.of("vector_moves.spread", "/actions/affinity_offline_every/completed", Unit.NUMBER, Better.NEITHER),
        Figure.of("vector_moves.drawn", "/actions/vector_moves/completed", Unit.NUMBER, Better.NEITHER),
        Figure.of("managed_vectors.shut_down", "/actions/affinity_offline_managed/completed", Unit.NUMBER,
            Better.NEITHER),
        Figure.of("managed_vectors.waited", "/actions/affinity_offline_for/due", Unit.NUMBER, Better.NEITHER));

    private MoveRows()
    {
    }
}
