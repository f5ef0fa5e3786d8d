package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that a restored machine behaves like the one that was saved. A failure prints the seed. */
class MachineStateTest
{
    private static final int STEPS = 500;
    private static final int CHUNK_WORDS = 500;
    /** Bytes of memory that are fresh from the system, and need not be cleared for each of many machines. */
    private static final int FRESH_RAM_BYTES = 1 << 30;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldContinueAsTheMachineThatWasSaved(final long seed)
    {
        goOn(seed, STEPS);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldContinueAsTheMachineThatWasSavedForLong()
    {
        for (long seed = 40_000; seed < 40_500; seed++)
        {
            goOn(seed, 4 * STEPS);
        }
    }

    /** Runs software that makes tables overlap: the index differs from the tables. */
    @Tag("B-IST-5")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldContinueAfterAnySoftware(final long seed)
    {
        goOnHostile(seed, STEPS);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldContinueAfterAnySoftwareForLong()
    {
        for (long seed = 60_000; seed < 60_300; seed++)
        {
            goOnHostile(seed, 4 * STEPS);
        }
    }

    @Test
    void shouldSaveAndRestoreAMachineAtReset()
    {
        try (Rig rig = new Rig("pes=65 ram=0x40000000:0x10000");
            Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
        {
            assertTrue(StateImage.of(rig.machine(), 3).into(restored, 7).isSame());
            assertArrayEquals(StateImage.of(rig.machine(), 3).words(), StateImage.of(restored, 999).words());
        }
    }

    @Test
    void shouldRefuseToRestoreIntoAMachineThatRan()
    {
        try (Rig rig = new Rig(""))
        {
            final StateImage image = StateImage.of(rig.machine(), CHUNK_WORDS);
            rig.enableIrs();

            assertThrows(IllegalStateException.class, () -> image.into(rig.machine(), CHUNK_WORDS));
        }
    }

    /** Changes two latched level 1 entries in RAM (M-LIVE). */
    @Test
    void shouldKeepLatchedEntriesWhenRamChanges()
    {
        try (Rig rig = new Rig("ram=0x40000000:0x2000000 min_lpi_id_bits=3"))
        {
            final Ist ist = new Ist(Rig.RAM + 0x60_0000, 12, 0, 0, true, Rig.RAM + 0x62_0000);
            rig.enableIrs();
            rig.physicalIst(ist);
            rig.enable(0, Rig.EL1, Rig.lpi(5), true);
            rig.store(ist.base(), 8, 0);

            try (Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
            {
                assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(restored, CHUNK_WORDS).isSame());
                assertEquals(rig.machine().queries().entry(Rig.owner(Rig.PHYSICAL), Rig.lpi(5)),
                    restored.queries().entry(Rig.owner(Rig.PHYSICAL), Rig.lpi(5)));
                assertNotEquals(-1, restored.queries().entry(Rig.owner(Rig.PHYSICAL), Rig.lpi(5)));
            }
        }
    }

    @Test
    void shouldRefuseAStateThatIsCutAnywhere()
    {
        final long[] words = someState(77, 120);
        final MachineConfig config = someConfig(77);
        for (int length = 0; length < words.length; length += Math.max(1, words.length / 400))
        {
            final long[] cut = Arrays.copyOf(words, length);
            try (Gicv5Machine machine = new Gicv5Machine(config))
            {
                assertThrows(StateException.class,
                    () -> machine.restore(new StateReader(StateImage.source(cut, CHUNK_WORDS))));
            }
        }
    }

    @Test
    void shouldRefuseAStateThatGoesOn()
    {
        final long[] words = someState(78, 50);
        try (Gicv5Machine machine = someMachine(78))
        {
            assertThrows(StateException.class, () -> machine.restore(
                new StateReader(StateImage.source(Arrays.copyOf(words, words.length + 1), CHUNK_WORDS))));
        }
    }

    /** Restores any words: they are refused, or a machine results that can be used (P9). */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {91, 92, 93})
    void shouldRefuseOrSurviveAnyWords(final long seed)
    {
        assertTrue(survive(seed, 200) > 0, "something was refused");
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldRefuseOrSurviveAnyWordsForLong()
    {
        for (long seed = 50_000; seed < 50_040; seed++)
        {
            survive(seed, 5_000);
        }
    }

    @Test
    void shouldDetectAStateThatWasTamperedWith()
    {
        final long[] words = someState(79, 200);
        words[1]++;                                                             // the first word of the first page
        try (Gicv5Machine machine = someMachine(79))
        {
            assertFalse(machine.restore(new StateReader(StateImage.source(words, CHUNK_WORDS))).isSame());
        }
    }

    /** Changes each saved word: it is in a digest, or is refused. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 31)
    void shouldSeeEveryWordThatChanges(final long seed)
    {
        assertEveryWordSeen(seed, 30, 40);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldSeeEveryWordThatChangesForLong()
    {
        for (long seed = 70_000; seed < 70_010; seed++)
        {
            assertEveryWordSeen(seed, 600, 5_000);
        }
    }

    private static void assertEveryWordSeen(final long seed, final int steps, final int pageWords)
    {
        final RandomSource random = new RandomSource(~seed);
        final long[] words;
        final MachineConfig config;
        try (RandomSoftware software = new RandomSoftware(seed, FRESH_RAM_BYTES))
        {
            software.bringUp();
            for (int i = 0; i < steps; i++)
            {
                software.step();
            }
            words = StateImage.of(software.rig().machine(), CHUNK_WORDS).words();
            config = software.rig().machine().config();
        }
        final int pages = endOfPages(words, config);
        for (int i = 0; i < pageWords; i++)
        {
            assertSeen(seed, config, words, random.below(pages), random);
        }
        for (int index = pages; index < words.length; index++)
        {
            assertSeen(seed, config, words, index, random);
        }
    }

    private static void assertSeen(
        final long seed, final MachineConfig config, final long[] words, final int index, final RandomSource random)
    {
        final long[] changed = words.clone();
        do
        {
            changed[index] = random.coin() ? words[index] ^ 1L << random.below(64) : hostile(random, words[index]);
        }
        while (changed[index] == words[index]);
        boolean isSame;
        try (Gicv5Machine machine = new Gicv5Machine(config))
        {
            isSame = machine.restore(new StateReader(StateImage.source(changed, CHUNK_WORDS))).isSame();
        }
        catch (final StateException ex)
        {
            isSame = false;
        }

        assertFalse(isSame, "seed " + seed + ", word " + index + " of " + words.length + ": 0x" +
            Long.toHexString(words[index]) + " as 0x" + Long.toHexString(changed[index]));
    }

    /** Returns the index behind the pages of RAM, which are saved first. */
    private static int endOfPages(final long[] words, final MachineConfig config)
    {
        final int end = (int)(config.ramBytes() / PhysicalMemory.PAGE_SIZE);
        int index = 0;
        while (words[index] != end)
        {
            index += 1 + PhysicalMemory.PAGE_SIZE / Long.BYTES;
        }

        return index;
    }

    private static void goOn(final long seed, final int steps)
    {
        try (RandomSoftware software = new RandomSoftware(seed))
        {
            software.bringUp();
            goOn(software.rig(), software::step, seed, steps);
        }
    }

    private static void goOnHostile(final long seed, final int steps)
    {
        try (HostileSoftware software = new HostileSoftware(seed))
        {
            software.bringUp();
            goOn(software.rig(), software::step, seed, steps);
        }
    }

    private static void goOn(final Rig rig, final Runnable nextStep, final long seed, final int steps)
    {
        final RandomSource random = new RandomSource(~seed);
        final List<StateImage> images = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();
        for (int step = 0; step < steps; step++)
        {
            nextStep.run();
            if (random.oneIn(steps / 6))
            {
                images.add(StateImage.of(rig.machine(), 1 + random.below(CHUNK_WORDS)));
                places.add(rig.tapeLength());
            }
        }
        for (int i = 0; i < images.size(); i++)
        {
            assertGoesOn(rig, images.get(i), places.get(i), CHUNK_WORDS, "seed " + seed + ", image " + i);
        }
    }

    /** Asserts that a machine that takes over an image, taken at a place of the tape, ends like that of the rig. */
    static void assertGoesOn(
        final Rig rig, final StateImage image, final int place, final int chunkWords, final String message)
    {
        try (Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
        {
            assertTrue(image.into(restored, chunkWords).isSame(), message);
            assertArrayEquals(image.words(), StateImage.of(restored, chunkWords).words(), message);
            final DirectBuffer tape = rig.tape();
            for (int at = place; at < rig.tapeLength();)
            {
                at = restored.apply(tape, at);
                restored.outputs().clear();
            }

            assertEquals(rig.machine().digest(), restored.digest(), message);
            assertEquals(rig.machine().runDigest(), restored.runDigest(), message);
            assertEquals(rig.machine().commandCount(), restored.commandCount(), message);
            assertArrayEquals(
                StateImage.of(rig.machine(), chunkWords).words(), StateImage.of(restored, 9).words(), message);
            for (int vmId = Rig.PHYSICAL; vmId < RandomSoftware.VM_COUNT; vmId++)
            {
                final int owner = Rig.owner(vmId);
                assertEquals(
                    rig.machine().accounts().isIndexSound(owner), restored.accounts().isIndexSound(owner), message);
                assertSame(rig.ledger(vmId), restored.accounts().ledger(owner), message);
            }
        }
    }

    private static void assertSame(final Ledger expected, final Ledger found, final String message)
    {
        assertEquals(expected == null, found == null, message);
        if (expected != null)
        {
            assertEquals(expected.pending(), found.pending(), message);
            assertEquals(expected.delivered(), found.delivered(), message);
            assertEquals(expected.remainder(), found.remainder(), message);
        }
    }

    private static int survive(final long seed, final int times)
    {
        final RandomSource random = new RandomSource(seed);
        final long[] words = someState(seed, 150);
        final MachineConfig config = someConfig(seed);
        final int pages = endOfPages(words, config);
        int refused = 0;
        for (int i = 0; i < times; i++)
        {
            final long[] changed = words.clone();
            for (int n = random.between(1, 3); n > 0; n--)
            {
                final int index = random.oneIn(4) ? random.below(changed.length) :
                    random.between(Math.min(pages, changed.length - 1), changed.length - 1);
                changed[index] = hostile(random, changed[index]);
            }
            try (Rig rig = new Rig(new Gicv5Machine(config)))
            {
                rig.machine().restore(new StateReader(StateImage.source(changed, CHUNK_WORDS)));
                use(rig, random);
            }
            catch (final StateException ex)
            {
                refused++;
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError("seed " + seed + ", turn " + i + ": " + ex, ex);
            }
        }

        return refused;
    }

    private static void use(final Rig rig, final RandomSource random)
    {
        rig.machine().digest();
        for (int i = 0; i < 20; i++)
        {
            rig.msi(random.below(4), random.below(32));
            rig.turn(random.below(rig.machine().config().pes()), 8);
            rig.store(RandomSoftware.VM_TABLES + 0x1_0000 + random.below(0x2_0000), 4, random.any());
        }
        rig.mapVm(random.below(RandomSoftware.VM_COUNT), true);
        rig.leave(0, 31);
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        StateImage.of(rig.machine(), CHUNK_WORDS);
    }

    private static long hostile(final RandomSource random, final long word)
    {
        return switch (random.below(7))
        {
            case 0 -> random.any();
            case 1 -> -1;
            case 2 -> 0;
            case 3 -> word + 1;
            case 4 -> word - 1;
            case 5 -> word ^ 1L << random.below(64);
            default -> Long.MAX_VALUE >>> random.below(40);
        };
    }

    private static long[] someState(final long seed, final int steps)
    {
        try (RandomSoftware software = new RandomSoftware(seed, FRESH_RAM_BYTES))
        {
            software.bringUp();
            for (int i = 0; i < steps; i++)
            {
                software.step();
            }

            return StateImage.of(software.rig().machine(), CHUNK_WORDS).words();
        }
    }

    private static Gicv5Machine someMachine(final long seed)
    {
        return new Gicv5Machine(someConfig(seed));
    }

    private static MachineConfig someConfig(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed, FRESH_RAM_BYTES))
        {
            return software.rig().machine().config();
        }
    }
}
