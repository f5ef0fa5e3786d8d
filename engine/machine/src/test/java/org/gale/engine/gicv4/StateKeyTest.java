package org.gale.engine.gicv4;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.IntArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two paths that end in states with one key have the same actions and the same successors. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StateKeyTest
{
    private static final int STATES = 10_000;
    private static final int COMPARED_EVERY = 9;

    @ParameterizedTest
    @ValueSource(strings = {
        "4.1 1 2 2 0 0 0 0 0", "4.1 3 1 1 0 0 1 1 0", "4.0 1 1 1 0 0 1 0 1", "4.0 1 2 1 0 0 0 0 0"})
    void shouldBehaveAlikeWhenKeysAreEqual(final String scope)
    {
        final Map<Long, int[]> paths = new HashMap<>();
        final Deque<int[]> frontier = new ArrayDeque<>(List.of(new int[0]));
        int duplicates = 0;
        int compared = 0;
        try (ExploredHost explored = new ExploredHost(Scope.parse(scope), Scope.Host.SHIPPED))
        {
            while (!frontier.isEmpty() && paths.size() < STATES)
            {
                final int[] path = frontier.poll();
                for (final int action : actions(explored, path))
                {
                    final int[] longer = Arrays.copyOf(path, path.length + 1);
                    longer[path.length] = action;
                    explored.replay(longer, longer.length);
                    final int[] known = paths.putIfAbsent(StateKey.of(explored), longer);
                    if (known == null)
                    {
                        frontier.add(longer);
                    }
                    else if (duplicates++ % COMPARED_EVERY == 0)
                    {
                        compared++;
                        assertEquals(successors(explored, known), successors(explored, longer), () ->
                            Action.text(known, known.length) + " and " + Action.text(longer, longer.length));
                    }
                }
            }
        }
        assertTrue(compared > 100, "compared " + compared);
    }

    private static List<Integer> actions(final ExploredHost explored, final int[] path)
    {
        final IntArrayList actions = new IntArrayList();
        explored.replay(path, path.length);
        new PossibleActions(explored).addTo(actions);

        return new ArrayList<>(actions);
    }

    private static List<String> successors(final ExploredHost explored, final int[] path)
    {
        final List<String> successors = new ArrayList<>();
        for (final int action : actions(explored, path))
        {
            explored.replay(path, path.length);
            explored.act(action);
            successors.add(Action.text(action) + " to " + Long.toHexString(StateKey.of(explored)));
        }

        return successors;
    }
}
