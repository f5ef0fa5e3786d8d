package org.gale.engine.storm.topology;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of commands of 3 VMs with 2 VPEs on 8 PEs, each VM with 4 devices of 5 events and with LPIs from 8192. */
class GuestIpisTest
{
    private static final int EL1 = 1;
    private static final int EL2 = 2;
    private static final int CDPEND = GicInstruction.CDPEND.code();
    private static final int VDPEND = GicInstruction.VDPEND.code();
    private static final long BOTH_PENDING = 1L << 63 | 1L << 32 | Integer.toUnsignedLong(lpi(8192));

    private final Topology topology =
        Topology.of(StormConfigs.begin().vms(3).vpes(2).pes(8).devices(4).events(5).window(1).build(), 8192);
    private final GuestPlaces places = new GuestPlaces(topology);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

    private static int lpi(final int id)
    {
        return Intid.of(Intid.TYPE_LPI, id);
    }

    private long word(final int pe, final int el, final int code)
    {
        Commands.insn(buffer, 0, pe, el, code, 0);

        return buffer.getLong(0);
    }

    @Test
    void shouldKnowWhatGuestsSend()
    {
        final long sent = word(1, Commands.VEL1, CDPEND);

        assertTrue(GuestIpis.isOne(sent, GicCdPend.of(lpi(8200), true)));
        assertFalse(GuestIpis.isOne(sent, GicCdPend.of(lpi(8200), false)));
        assertFalse(GuestIpis.isOne(sent, GicCdPend.of(Intid.of(Intid.TYPE_SPI, 40), true)));
        assertFalse(GuestIpis.isOne(word(1, EL1, CDPEND), BOTH_PENDING), "the host's own");
        assertFalse(GuestIpis.isOne(word(1, Commands.VEL1, GicInstruction.CDEN.code()), BOTH_PENDING));
        assertFalse(GuestIpis.isOne(ofRegister(sent), BOTH_PENDING));
    }

    @Test
    void shouldKnowWhatTheHostInjects()
    {
        final long injected = word(0, EL2, VDPEND);

        assertTrue(GuestIpis.isOne(injected, GicVdPend.of(2, lpi(8200), true)));
        assertFalse(GuestIpis.isOne(injected, GicVdPend.of(1, lpi(8200), false)), "VM 1 has the bit of CDPEND");
        assertFalse(GuestIpis.isOne(injected, GicVdPend.of(2, Intid.of(Intid.TYPE_SPI, 40), true)));
        assertFalse(GuestIpis.isOne(word(0, Commands.VEL1, VDPEND), BOTH_PENDING));
        assertFalse(GuestIpis.isOne(word(0, EL2, CDPEND), BOTH_PENDING));
        assertFalse(GuestIpis.isOne(ofRegister(injected), BOTH_PENDING));
    }

    private static long ofRegister(final long word)
    {
        return word ^ ((long)(CommandWord.INSN ^ CommandWord.SYSR) << 60);
    }

    @Test
    void shouldFindTheVmWhoseInterruptIsSent()
    {
        final long operand = GicCdPend.of(lpi(8200), true);

        assertEquals(0, GuestIpis.vm(topology, places, word(1, Commands.VEL1, CDPEND), operand));
        assertEquals(2, GuestIpis.vm(topology, places, word(5, Commands.VEL1, CDPEND), operand));
        assertEquals(-1, GuestIpis.vm(topology, places, word(6, Commands.VEL1, CDPEND), operand), "no guest");
        final long injected = word(5, EL2, VDPEND);
        assertEquals(1, GuestIpis.vm(topology, places, injected, GicVdPend.of(1, lpi(8200), true)));
        assertEquals(2, GuestIpis.vm(topology, places, injected, GicVdPend.of(2, lpi(8200), true)));
        assertEquals(-1, GuestIpis.vm(topology, places, injected, GicVdPend.of(3, lpi(8200), true)), "no such VM");
    }

    @Test
    void shouldNameTheEventInWhoseNameAnInterruptIsSent()
    {
        final long word = word(5, Commands.VEL1, CDPEND) | 0xab_cdefL;

        assertEquals(Commands.msi(7, 2, 0xab_cdef),
            GuestIpis.event(topology, 1, word, GicCdPend.of(lpi(8192 + 17), true)));
        assertEquals(Commands.msi(8, 0, 0xab_cdef),
            GuestIpis.event(topology, 2, word, GicCdPend.of(lpi(8192), true)));
        assertEquals(0, GuestIpis.event(topology, 1, word, GicCdPend.of(lpi(8192 + 20), true)));
        assertEquals(0, GuestIpis.event(topology, 1, word, GicCdPend.of(lpi(8191), true)));
        assertEquals(0, GuestIpis.event(topology, -1, word, GicCdPend.of(lpi(8192), true)), "no such VM");
    }

    @Test
    void shouldInjectAnLpiOfAVm()
    {
        final int end = GuestIpis.inject(buffer, 24, topology, 2, 17, 0x12_3456);

        assertEquals(40, end);
        assertEquals(7L << 60 | 2L << 40 | (long)VDPEND << 24 | 0x12_3456, buffer.getLong(24));
        assertEquals(1L << 63 | 2L << 32 | 2L << 29 | 8192 + 17, buffer.getLong(32));
        assertTrue(GuestIpis.isOne(buffer.getLong(24), buffer.getLong(32)));
    }
}
