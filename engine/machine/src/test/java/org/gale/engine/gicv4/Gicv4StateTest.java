package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gale.engine.support.StateImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Saving and restoring a machine between any two commands, transitions included, and the determinism of its digest.
 */
class Gicv4StateTest
{
    private static final int COMMANDS = 600;

    @Tag("V4-T-20")
    @ParameterizedTest(name = "version {0}, seed {1}")
    @CsvSource({"4.1, 1", "4.1, 2", "4.0, 3", "4.0, 4"})
    void shouldGoOnAsTheSavedMachineDoes(final String version, final long seed)
    {
        final String keys = "version=" + version + " cpus=3 lpi_bits=14" + (version.equals("4.1") ?
            " vpeid_bits=2" : "");
        final List<String> lines = RandomGuests.lines(new SplittableRandom(seed), COMMANDS);
        final List<Step> steps = new ArrayList<>();
        final Map<Integer, StateImage> saved = new TreeMap<>();
        try (V4Rig rig = new V4Rig(keys))
        {
            for (int i = 0; i < lines.size(); i++)
            {
                if (i % 97 == 96)
                {
                    saved.put(i, StateImage.of(rig.machine()));
                }
                steps.add(Step.of(rig, lines.get(i)));
                assertFalse(rig.line("audit").contains(":\""), () -> rig.line("audit") + " seed " + seed);
            }
        }

        saved.forEach((first, image) -> goOn(keys, image, steps.subList(first, steps.size())));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldGiveEqualDigestsForEqualCommands(final long seed)
    {
        final List<String> lines = RandomGuests.lines(new SplittableRandom(seed), COMMANDS);
        try (V4Rig one = new V4Rig("cpus=2 vpeid_bits=2"); V4Rig other = new V4Rig("cpus=2 vpeid_bits=2"))
        {
            for (final String line : lines)
            {
                assertEquals(one.line(line), other.line(line));
            }

            assertEquals(one.machine().runDigest(), other.machine().runDigest());
            other.line("create_vm 1");
            assertTrue(one.machine().digest() != other.machine().digest());
        }
    }

    @ParameterizedTest(name = "version {0}, seed {1}")
    @CsvSource({"4.1, 5", "4.0, 6"})
    void shouldGiveTheDigestOfARestoredMachineWhenDigestsWereTakenBetween(final String version, final long seed)
    {
        final String keys = "version=" + version + " cpus=3 lpi_bits=14";
        try (V4Rig rig = new V4Rig(keys))
        {
            final List<String> lines = RandomGuests.lines(new SplittableRandom(seed), 200);
            for (int i = 0; i < lines.size(); i++)
            {
                rig.line(lines.get(i));
                final long digest = rig.machine().digest();
                if (i % 10 == 0)
                {
                    assertEquals(digest, restored(rig, keys), lines.get(i));
                }
            }
        }
    }

    private static long restored(final V4Rig rig, final String keys)
    {
        try (V4Rig twin = new V4Rig(keys))
        {
            return StateImage.of(rig.machine()).into(twin.machine()).state();
        }
    }

    /** Compares a restored machine, and one restored from that, with what the saved machine did next. */
    private static void goOn(final String keys, final StateImage saved, final List<Step> steps)
    {
        try (V4Rig twin = new V4Rig(keys); V4Rig again = new V4Rig(keys))
        {
            assertTrue(saved.into(twin.machine()).isSame());
            assertTrue(StateImage.of(twin.machine()).into(again.machine()).isSame());

            for (final Step step : steps)
            {
                assertEquals(step, Step.of(twin, step.line));
                assertEquals(step, Step.of(again, step.line));
            }
        }
    }

    /** A line of a session, its reply, and the digest of the run behind it. */
    private record Step(String line, String reply, long digest)
    {
        static Step of(final V4Rig rig, final String line)
        {
            return new Step(line, rig.line(line), rig.machine().runDigest());
        }
    }
}
