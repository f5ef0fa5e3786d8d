package org.gale.engine.gicv5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmCommands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.hypervisor.KvmHostVerbs;
import org.gale.engine.machine.HostVerbs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostVerbsStateTest
{
    private static final MachineConfig CONFIG = MachineConfig.parse(List.of());
    private static final int CHUNK_WORDS = 64;

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final Gicv5Machine machine = machine();
    private final Gicv5Machine other = machine();

    @AfterEach
    void close()
    {
        machine.close();
        other.close();
    }

    @Test
    void shouldLeaveTheDigestAloneUntilAVerbIsUsed()
    {
        try (Gicv5Machine without = new Gicv5Machine(CONFIG))
        {
            assertEquals(without.digest(), machine.digest());
        }
        final long before = machine.digest();

        create(machine);

        assertNotEquals(before, machine.digest());
    }

    @Test
    void shouldGoOnWithTheVmsThatWereSaved()
    {
        create(machine);

        assertTrue(StateImage.of(machine, CHUNK_WORDS).into(other, CHUNK_WORDS).isSame());

        create(machine);
        create(other);
        assertEquals(machine.digest(), other.digest());
        assertEquals(leaks(machine), leaks(other));
        assertEquals(machine.runDigest(), other.runDigest());
    }

    /** Creates a VM with a vCPU and a device. */
    private void create(final Gicv5Machine on)
    {
        on.outputs().clear();
        apply(on, KvmCommands.ofVm(words, 0, KvmVerb.CREATE_VM, 0, 0, 0));
        final long vm = on.outputs().lastValue();
        apply(on, KvmCommands.ofVm(words, 0, KvmVerb.CREATE_DEVICE, KvmCommands.DEVICE_KNOWN, vm, 0));
        apply(on, KvmCommands.ofVm(words, 0, KvmVerb.CREATE_VCPU, 0, vm, 0, 5));
        apply(on, KvmCommands.ofVm(words, 0, KvmVerb.SET_ATTR, 0, vm, 4, 0));
    }

    private void apply(final Gicv5Machine on, final int lengthBytes)
    {
        assertEquals(lengthBytes, on.apply(words, 0));
    }

    private String leaks(final Gicv5Machine of)
    {
        final HostVerbs verbs = of.hostVerbs(KvmCommands.FAMILY);
        KvmCommands.ofVm(words, 0, KvmVerb.LEAKS, 0, 0, 0);

        return verbs.query(words, 0);
    }

    private static Gicv5Machine machine()
    {
        return new Gicv5Machine(CONFIG, PhysicalMemory.anonymous(CONFIG.ramBase(), CONFIG.ramBytes()),
            Gicv5Machine.INDEX_LIMIT_DEFAULT, (port, config) -> List.of(new KvmHostVerbs(port, config)));
    }
}
