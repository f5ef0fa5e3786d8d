package org.gale.tests.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Circles of a graph by Tarjan's method: the largest sets of nodes that reach each other, of two nodes or more.
 * No path is longer than the graph has nodes, so the depth of the search has that limit.
 */
final class ClassCircles
{
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> order = new HashMap<>();
    /** Nodes of the search that stand in no circle yet, the last one on top. */
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> opened = new TreeSet<>();
    private final List<SortedSet<String>> circles = new ArrayList<>();

    private ClassCircles(final Map<String, Set<String>> arrows)
    {
        this.arrows = arrows;
    }

    /** {@return the circles of a graph} */
    static List<SortedSet<String>> of(final Map<String, Set<String>> arrows)
    {
        final ClassCircles search = new ClassCircles(arrows);
        for (final String node : new TreeSet<>(arrows.keySet()))
        {
            if (!search.order.containsKey(node))
            {
                search.lowest(node);
            }
        }

        return search.circles;
    }

    /** {@return the first open node in the order of the search that a new node reaches} */
    private int lowest(final String node)
    {
        final int own = order.size();
        order.put(node, own);
        open.push(node);
        opened.add(node);
        int lowest = own;
        for (final String next : arrows.getOrDefault(node, Set.of()))
        {
            if (!order.containsKey(next))
            {
                lowest = Math.min(lowest, lowest(next));
            }
            else if (opened.contains(next))
            {
                lowest = Math.min(lowest, order.get(next));
            }
        }
        if (lowest == own)
        {
            close(node);
        }

        return lowest;
    }

    private void close(final String first)
    {
        final SortedSet<String> circle = new TreeSet<>();
        while (!circle.contains(first))
        {
            circle.add(open.pop());
        }
        opened.removeAll(circle);
        if (circle.size() > 1)
        {
            circles.add(circle);
        }
    }
}
