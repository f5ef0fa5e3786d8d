package org.gale.engine.machine;

import java.util.Arrays;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the parts that machines of both kinds have, with a GICv5. */
class MachineCoreTest
{
    private static final int RAM_BYTES = 1 << 20;

    private final MachineConfig config = Rig.config("pes=2 ram=" + Rig.RAM + ":" + RAM_BYTES);
    private final PhysicalMemory memory = PhysicalMemory.anonymous(Rig.RAM, RAM_BYTES);
    private final Gicv5Machine machine = new Gicv5Machine(
        config, memory, Gicv5Machine.INDEX_LIMIT_DEFAULT, HostVerbsFactory.NONE);
    private final Rig rig = new Rig(machine);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldHaveThePartsThatItWasMadeWith()
    {
        assertSame(config, machine.config());
        assertSame(memory, machine.memory());
        assertEquals(0, machine.commandCount());
        rig.store(Rig.RAM, 8, 7);
        assertEquals(7, rig.load(Rig.RAM, 8));

        assertEquals(7, machine.outputs().lastValue());
        assertEquals(2, machine.commandCount());
        assertEquals(2, machine.commandDigest().count());
    }

    @Test
    void shouldNumberVmsAsOwnersBelowTheirDomain()
    {
        final Accounts accounts = machine.accounts();

        assertEquals(0x2_0000, accounts.physicalOwner());
        assertEquals(0x3_0003, accounts.vmOwner(3));
        assertEquals(OwnerId.vm(accounts.physicalOwner(), 0xffff), accounts.vmOwner(0xffff));
    }

    @Test
    void shouldDigestTheStateAsItIs()
    {
        final long atReset = machine.digest();
        assertEquals(atReset, machine.digest());
        rig.store(Rig.RAM + 0x3000, 8, 5);
        rig.store(Rig.RAM + 0x5000, 8, 5);
        assertNotEquals(atReset, machine.digest());
        assertEquals(2, machine.digestedPages());
        rig.store(Rig.RAM + 0x3000, 8, 0);
        rig.store(Rig.RAM + 0x5000, 8, 0);
        assertEquals(atReset, machine.digest());
        assertEquals(atReset, machine.digest());

        assertEquals(0, machine.digestedPages());
    }

    @Test
    void shouldDigestTheRunWithTheStateNow()
    {
        final long atReset = machine.runDigest();
        rig.load(Rig.RAM, 8);

        assertNotEquals(atReset, machine.runDigest());
        assertEquals(machine.runDigest(machine.digest()), machine.runDigest());
        assertNotEquals(machine.runDigest(1), machine.runDigest());
    }

    @Test
    void shouldRestoreWhatItSaved()
    {
        rig.store(Rig.RAM + 0x3000, 8, 5);
        rig.load(Rig.RAM + 0x3000, 8);
        final StateImage image = StateImage.of(machine);
        try (Gicv5Machine again = new Gicv5Machine(config))
        {
            final Restored restored = image.into(again);

            assertEquals(
                new Restored(machine.digest(), machine.digest(), machine.runDigest(), machine.runDigest()), restored);
            assertTrue(restored.isSame());
            assertEquals(2, again.commandCount());
            assertEquals(5, again.peek(Rig.RAM + 0x3000, 8));
            assertEquals(machine.runDigest(), again.runDigest());
        }
    }

    /** Changes a word of a saved state, counted from its end: the state is restored, but it is not the same. */
    @ParameterizedTest(name = "word {0} from the end")
    @ValueSource(ints = {1, 2})
    void shouldTellThatTheDigestsAreNotThoseThatWereSaved(final int fromEnd)
    {
        final long state = machine.digest();
        final long run = machine.runDigest();
        final long[] words = StateImage.of(machine).words();
        assertEquals(fromEnd == 1 ? run : state, words[words.length - fromEnd]);
        words[words.length - fromEnd]++;
        try (Gicv5Machine again = new Gicv5Machine(config))
        {
            final Restored restored = again.restore(new StateReader(StateImage.source(words, words.length)));

            assertEquals(
                fromEnd == 1 ? new Restored(state, state, run + 1, run) : new Restored(state + 1, state, run, run),
                restored);
            assertFalse(restored.isSame());
        }
    }

    @Test
    void shouldRefuseAStateThatGoesOn()
    {
        final long[] saved = StateImage.of(machine).words();
        final long[] longer = Arrays.copyOf(saved, saved.length + 1);
        try (Gicv5Machine again = new Gicv5Machine(config))
        {
            assertThrows(StateException.class,
                () -> again.restore(new StateReader(StateImage.source(longer, longer.length))));
        }
    }

    @Test
    void shouldRefuseToRestoreAMachineThatIsNotAtReset()
    {
        final StateImage image = StateImage.of(machine);
        rig.load(Rig.RAM, 8);

        assertEquals("not at reset: 1 command applied", assertThrows(
            IllegalStateException.class, () -> image.into(machine)).getMessage());
    }

    @Test
    void shouldReleaseItsMemory()
    {
        machine.close();
        machine.close();

        assertThrows(IndexOutOfBoundsException.class, () -> machine.outputs().result(1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.longAt(0));
    }
}
