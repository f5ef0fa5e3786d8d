package org.gale.engine.gicv5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.hypervisor.KvmHostVerbs;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.support.StateImage;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostVerbsStateTest
{
    private static final MachineConfig CONFIG = MachineConfig.parse(List.of());
    private static final int CHUNK_WORDS = 64;
    private static final int PE = 2;
    private static final int SPI = Intid.of(Intid.TYPE_SPI, 3);
    private static final long GUEST_IRS = 0x8000_0000L;

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

    /** The targets of doorbells are derived from the vCPUs and stand in no state of their own. */
    @Tag("K-LP-7")
    @Test
    void shouldWakeAVcpuThatWasAsleepWhenItWasSaved()
    {
        create(machine);
        apply(machine, KvmVerb.SET_ATTR.encode(
            words, 0, KvmAttr.GIVEN | (1 << KvmAttr.COUNT_SHIFT), 0, 0, KvmAttr.ADDR, 0, GUEST_IRS));
        apply(machine, KvmVerb.RUN.encode(words, 0, 0, 0, 0, PE));
        apply(machine, Commands.sysw(words, 0, PE, Commands.VEL1, SystemRegister.ICC_PCR_EL1.code(), 0x1f));
        apply(machine, Commands.sysw(words, 0, PE, Commands.VEL1, SystemRegister.ICC_CR0_EL1.code(), 1));
        apply(machine, Commands.insn(words, 0, PE, Commands.VEL1, GicInstruction.CDEN.code(), GicCdIntid.of(SPI)));
        apply(machine, KvmVerb.MMIO_WRITE.encode(words, 0, Integer.BYTES, 0, 0, IrsCr0.OFFSET, IrsCr0.IRSEN.mask()));
        apply(machine, KvmVerb.BLOCK.encode(words, 0, 0, 0, 0, 0));

        assertTrue(StateImage.of(machine, CHUNK_WORDS).into(other, CHUNK_WORDS).isSame());
        assertEquals("0", query(other, KvmVerb.WOKEN));
        apply(other, KvmVerb.IRQ_LINE.encode(words, 0, (1 << KvmVerb.LINE_TYPE_SHIFT) | 1, 0, 0, Intid.id(SPI)));

        assertEquals("1", query(other, KvmVerb.WOKEN));
    }

    /** Creates a VM with a vCPU and a device. */
    private void create(final Gicv5Machine on)
    {
        on.outputs().clear();
        apply(on, KvmVerb.CREATE_VM.encode(words, 0, 0, 0, 0, 0));
        final long vm = on.outputs().lastValue();
        apply(on, KvmVerb.CREATE_DEVICE.encode(words, 0, KvmVerb.DEVICE_KNOWN, vm, 0, 0));
        apply(on, KvmVerb.CREATE_VCPU.encode(words, 0, 0, vm, 0, 0, 0));
        apply(on, KvmVerb.SET_ATTR.encode(words, 0, 0, vm, 0, 4, 0));
    }

    private void apply(final Gicv5Machine on, final int lengthBytes)
    {
        assertEquals(lengthBytes, on.apply(words, 0));
    }

    private String leaks(final Gicv5Machine of)
    {
        return query(of, KvmVerb.LEAKS);
    }

    private String query(final Gicv5Machine of, final KvmVerb verb)
    {
        final HostVerbs verbs = of.hostVerbs(KvmVerb.FAMILY);
        verb.encode(words, 0, 0, 0, 0, 0);

        return verbs.query(words, 0);
    }

    private static Gicv5Machine machine()
    {
        return new Gicv5Machine(CONFIG, PhysicalMemory.anonymous(CONFIG.ramBase(), CONFIG.ramBytes()),
            Gicv5Machine.INDEX_LIMIT_DEFAULT,
            (port, config) -> List.of(new KvmHostVerbs(port, config)));
    }
}
