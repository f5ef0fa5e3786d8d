package org.gale.engine.storm.law;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.result.Effect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * All interleavings of a small driver with its device, breadth first. With both halves right no step breaks a law, and
 * nobody is stuck. With a mistake the fewest steps to its harm are those of {@code halves.txt}, next to this class.
 */
@Tag("P13")
class ExploredHalvesTest
{
    private static final int STATE_LIMIT = 20_000;

    /** Interrupts before those that are explored: a device is restored, or a period changes, after so many. */
    private static final Map<Mistake, Integer> AT_ONCE = Map.of(Mistake.INDEX_STALE, 7, Mistake.INDEX_MORE, 7,
        Mistake.INDEX_LESS, 7, Mistake.RESET_KEEPS_INDEX, 6, Mistake.RATE_CHANGE, 63);

    /** World of a mistake: keys of its traffic without the one of the mistake, events, vCPUs, and its horizon. */
    private record Scope(Map<String, String> keys, int events, int vpes, long horizonNs)
    {
    }

    /** Search from the begin: the states, and the steps to the first harm with its clause, if there is one. */
    private record Found(int states, List<String> steps, String harm)
    {
    }

    private static Scope scope(final Mistake mistake)
    {
        return switch (mistake)
        {
            case NO_RECHECK, LOOK_FIRST, INDEX_FIRST -> new Scope(Map.of("depth", "4", "service.fixed", "50us",
                "service.each", "30us", "backend", "each", "event-index", "off"), 1, 1, 0);
            case INDEX_STALE, INDEX_MORE, INDEX_LESS -> new Scope(Map.of("depth", "4", "service.fixed", "50us",
                "service.each", "30us", "backend", "each"), 1, 1, 0);
            case RESET_KEEPS_INDEX -> new Scope(Map.of("depth", "4", "service.fixed", "50us"), 1, 1, 0);
            case WORDS_FIRST, SKIP_ENTRY, PHASE_FIRST, INTERRUPT_FIRST -> new Scope(Map.of("depth", "4",
                "service", "50us"), 1, 1, 0);
            case DOORBELL_FIRST, ENABLE_LAST -> new Scope(Map.of("depth", "1", "service", "50us"), 2, 1, 0);
            case SHARED_VECTOR -> new Scope(Map.of("depth", "2", "service", "50us"), 2, 1, 0);
            case TIMER_ONCE -> new Scope(Map.of("depth", "4", "service", "50us", "coalesce.threshold", "5",
                "coalesce.time", "100us"), 1, 1, 0);
            case NO_LAST_LOOK, UNMASK_FIRST -> new Scope(Map.of("rate", "500k", "arrivals", "constant", "moderation",
                "none", "per-packet", "1us"), 1, 1, 12_000);
            case RATE_CHANGE -> new Scope(Map.of("rate", "200k", "arrivals", "constant", "per-packet", "3us"), 1, 1,
                50_000);
            case EOI_FIRST, NO_RESAMPLER -> new Scope(Map.of("rate", "20k", "share", "2", "arrivals", "constant"), 1, 1,
                200_000);
            case COMPARE_EQUAL -> new Scope(Map.of("hz", "20000"), 1, 1, 300_000);
            case MASK_LATE -> new Scope(Map.of("unicast", "0", "broadcast", "10k", "kinds", "1"), 2, 2, 400_000);
        };
    }

    private static HalfWorld world(final Mistake mistake, final boolean isWrong)
    {
        final Scope scope = scope(mistake);
        final Map<String, String> texts = new HashMap<>(scope.keys());
        final String[] key = mistake.text().split("=", -1);
        if (isWrong)
        {
            texts.put(key[0], key[1]);
        }

        final HalfWorld world =
            new HalfWorld(mistake.kind(), texts, scope.events(), scope.vpes(), scope.horizonNs());
        world.handleAtOnce(AT_ONCE.getOrDefault(mistake, 0));

        return world;
    }

    private static Found search(final Mistake mistake, final boolean isWrong)
    {
        final Set<String> known = new HashSet<>();
        final ArrayDeque<List<String>> open = new ArrayDeque<>();
        open.add(List.of());
        while (!open.isEmpty() && known.size() < STATE_LIMIT)
        {
            final List<String> path = open.remove();
            for (final String step : played(mistake, isWrong, path).steps())
            {
                final HalfWorld next = played(mistake, isWrong, path);
                next.take(step);
                final List<String> longer = new ArrayList<>(path);
                longer.add(step);
                final boolean isSpurious = mistake.effect() == Effect.WORK && next.acted() > 0;
                if (next.broken() != null || isSpurious || (next.isStuck() && next.hasWork()))
                {
                    return new Found(known.size(), told(mistake, isWrong, longer), next.broken() != null ?
                        next.broken() : isSpurious ? "only work: a handler finds nothing to do" : "nobody has a step");
                }
                if (known.add(next.key()))
                {
                    open.add(longer);
                }
            }
        }

        return new Found(known.size(), List.of(), open.isEmpty() ? null : "not closed");
    }

    private static HalfWorld played(final Mistake mistake, final boolean isWrong, final List<String> path)
    {
        final HalfWorld world = world(mistake, isWrong);
        path.forEach(world::take);

        return world;
    }

    private static List<String> told(final Mistake mistake, final boolean isWrong, final List<String> path)
    {
        final HalfWorld world = world(mistake, isWrong);
        final List<String> told = new ArrayList<>();
        path.forEach(step -> told.add(told.size() + 1 + ". " + world.take(step)));

        return told;
    }

    /** Returns the section of a mistake as the file has it. */
    private static String section(final Mistake mistake, final int states, final Found wrong)
    {
        final int before = AT_ONCE.getOrDefault(mistake, 0);

        return mistake.kind() + ' ' + mistake.text() + ": " + (before == 0 ? "" : "after " + before +
            " interrupts that were handled at once, ") + states + " states with both halves right; after " +
            wrong.states() + " states\n" + String.join("\n", wrong.steps()) + "\n" + wrong.harm() + "\n";
    }

    /** Prints the file. */
    public static void main(final String[] args)
    {
        for (final Mistake mistake : Mistake.values())
        {
            System.out.println(section(mistake, search(mistake, false).states(), search(mistake, true)));
        }
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void shouldFindTheFewestStepsToTheHarmOfAMistake(final Mistake mistake) throws IOException
    {
        final Found right = search(mistake, false);
        assertNull(right.harm(), () -> right.toString());

        final Found wrong = search(mistake, true);

        try (InputStream in = ExploredHalvesTest.class.getResourceAsStream("halves.txt"))
        {
            final String sections = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            final int begin = sections.indexOf(mistake.kind() + ' ' + mistake.text() + ':');
            final int end = sections.indexOf("\n\n", begin);

            assertEquals(begin < 0 ? "" : sections.substring(begin, end + 1), section(mistake, right.states(), wrong));
        }
    }
}
