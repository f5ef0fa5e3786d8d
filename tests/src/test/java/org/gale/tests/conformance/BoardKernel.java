package org.gale.tests.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.SpiRange;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Kernel that brings a board up as Linux does (T-IRS-11 to T-IRS-15, T-PE-7). It enables every IRS before the table of
 * LPIs exists, and programs the table at the first IRS of its list. It maps level 2 tables at the IRS of the boot CPU,
 * and synchronizes the first IRS alone. It polls each IDLE bit. Owned by one thread.
 */
final class BoardKernel implements AutoCloseable
{
    static final int LPI = 2 << 29;
    static final int SPI = 3 << 29;

    private static final int POLL_LIMIT = 200;
    private static final int L2_BITS = 10;
    private static final long RAM = 0x4000_0000L;
    private static final long L1_TABLE = RAM + 0x10_0000;
    private static final long L2_TABLES = RAM + 0x20_0000;
    private static final long DEVICE_TABLES = RAM + 0x40_0000;
    private static final long VALID = 1L << 32;

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);
    private final MachineConfig config;
    private final Board board;
    private final List<Integer> irss;
    private final int boot;
    private final List<Integer> mapped = new ArrayList<>();

    /**
     * @param keys words of the machine line
     * @param irss numbers of the IRSs in the order of the device tree
     * @param boot PE that boots
     */
    BoardKernel(final String keys, final List<Integer> irss, final int boot)
    {
        this.config = MachineConfig.parse(List.of(keys.split(" ", -1)));
        this.board = config.board();
        this.irss = irss;
        this.boot = boot;
        ask("machine " + keys);
    }

    Board board()
    {
        return board;
    }

    int pes()
    {
        return config.pes();
    }

    void bringUp()
    {
        for (final int irs : irss)                                              // T-IRS-14
        {
            writel(irs(irs) + 0x84, 0xff);
            writel(irs(irs) + 0x80, 1);
            poll(irs(irs) + 0x80, 2);
            assertEquals(board.pesOf(irs).numbers().size(), readl(irs(irs) + 4) & 0xffff);
        }
        startCpu(boot);
        final long first = irs(irss.get(0));
        assertEquals(0, readq(first + 0x180) & 1, "IST is valid already");      // T-IRS-13
        writel(first + 0x190, 24 | 1 << 16);
        writeq(first + 0x180, L1_TABLE | 1);
        poll(first + 0x194, 1);
        for (int its = 0; its < board.itss(); its++)
        {
            enableIts(its);
        }
        for (int pe = 0; pe < pes(); pe++)
        {
            if (pe != boot)
            {
                startCpu(pe);
            }
        }
    }

    /** Runs what a CPU runs when it starts: link, mask, enable, PE_SELR, DPS (T-LINK-3, T-PE-7). */
    private void startCpu(final int pe)
    {
        ask("sysw " + pe + " el1 ICC_PCR_EL1 0x1f");
        final long cr0 = value("sysr " + pe + " el1 ICC_CR0_EL1");
        ask("sysw " + pe + " el1 ICC_CR0_EL1 " + ((cr0 & 2) | 1));
        if ((cr0 & 2) == 0)
        {
            ask("sysw " + pe + " el1 ICC_CR0_EL1 3");
            awaitLink(pe);
        }
        assertEquals(2, select(pe) & 2, "V of PE " + pe);
        final long irs = irs(board.irsOf(pe));
        writel(irs + 0x148, 1);
        poll(irs + 0x144, 1);
    }

    /** Lets the link of a CPU that stops fall; its PE is known still, and offline. */
    void stopCpu(final int pe)
    {
        ask("sysw " + pe + " el1 ICC_CR0_EL1 1");
        awaitLink(pe);
        assertEquals(2, select(pe) & 6, "V and not ONLINE");
    }

    /** Starts a CPU again: it asks its IRS before its link is up (T-PE-5). */
    void restartCpu(final int pe)
    {
        assertEquals(2, select(pe) & 6, "V and not ONLINE");
        startCpu(pe);
        assertEquals(6, select(pe) & 6, "V and ONLINE");
    }

    private void awaitLink(final int pe)
    {
        for (int i = 0; (value("sysr " + pe + " el1 ICC_CR0_EL1") & 4) == 0; i++)
        {
            assertTrue(i < POLL_LIMIT, "LINK_IDLE of PE " + pe);
        }
    }

    /** Selects a PE at its IRS, and returns IRS_PE_STATUSR. */
    private int select(final int pe)
    {
        final long irs = irs(board.irsOf(pe));
        writel(irs + 0x140, board.iaffids().iaffid(pe));

        return poll(irs + 0x144, 1);
    }

    /** Enables an IRS, or disables it. */
    void irsen(final int irs, final boolean isEnabled)
    {
        writel(irs(irs) + 0x80, isEnabled ? 1 : 0);
        poll(irs(irs) + 0x80, 2);
    }

    /** Does what firmware does, which enables an IWB, and then what its driver does (T-IWB-3). */
    void enableIwb(final int iwb)
    {
        writel(iwb(iwb) + 0x80, 1);
        poll(iwb(iwb) + 0x80, 2);
        for (int n = 0; n < 2; n++)
        {
            writel(iwb(iwb) + 0x2000 + 4L * n, 0);
            poll(iwb(iwb) + 0xc0, 1);
        }
    }

    /** Maps a level wire of an IWB at the ITS behind it, and enables it. */
    void mapWire(final int iwb, final int wire, final int lpi)
    {
        final int its = board.itsOf(iwb);
        map(its, (int)board.deviceOf(iwb), deviceTable(its) + 0x1800 + 0x800L * iwb, wire, 1L << 31 | lpi);
        final int bit = 1 << (wire & 31);
        final long wtmr = iwb(iwb) + 0x4000 + 4L * (wire >>> 5);
        writel(wtmr, readl(wtmr) | bit);
        final long wenabler = iwb(iwb) + 0x2000 + 4L * (wire >>> 5);
        writel(wenabler, readl(wenabler) | bit);
        poll(iwb(iwb) + 0xc0, 1);
    }

    void wire(final int iwb, final int wire, final int high)
    {
        ask("wire " + iwb + ' ' + wire + ' ' + high);
        synchronize(board.itsOf(iwb));
    }

    /** Stores an LPI into the SETLPI frame of an IRS (T-IRS-21). */
    void setLpi(final int irs, final int lpi)
    {
        writel(board.frame(MachineKeys.IRS_SETLPI, irs), lpi);
        synchronize(0);
    }

    private void enableIts(final int its)
    {
        final long frame = its(its);
        assertEquals(0, readl(frame + 0x80) & 1, "ITSEN");
        writel(frame + 0xd0, 8);
        writeq(frame + 0xc0, deviceTable(its));
        writel(frame + 0x80, 1);
        poll(frame + 0x80, 2);
    }

    /** Makes an LPI reachable: its level 2 table is mapped at the IRS of the boot CPU (T-IRS-12). */
    void allocate(final int lpi)
    {
        final int table = lpi >>> L2_BITS;
        if (!mapped.contains(table))
        {
            mapped.add(table);
            writeq(L1_TABLE + 8L * table, L2_TABLES + 0x1000L * (mapped.size() - 1));
            final long irs = irs(board.irsOf(boot));
            writel(irs + 0x1c0, lpi);
            poll(irs + 0x194, 1);
            assertEquals(1, readq(L1_TABLE + 8L * table) & 1, "level 2 table " + table);
        }
    }

    /** Directs an interrupt to a CPU, and enables it. */
    void direct(final int intid, final int pe)
    {
        insn(boot, "CDPRI", 16L << 35 | Integer.toUnsignedLong(intid));
        insn(boot, "CDAFF", (long)board.iaffids().iaffid(pe) << 32 | Integer.toUnsignedLong(intid));
        insn(boot, "CDEN", Integer.toUnsignedLong(intid));
        ask("insn " + boot + " el1 GSBSYS");
    }

    /** Sends an IPI, which is an LPI (T-PE-8). */
    void ipi(final int from, final int lpi)
    {
        insn(from, "CDPEND", VALID | Integer.toUnsignedLong(LPI | lpi));
        ask("insn " + from + " el1 GSBSYS");
    }

    /** Makes an SPI level at the IRS that owns it. */
    void level(final int spi)
    {
        for (final int irs : irss)
        {
            final SpiRange range = new SpiRange(readl(irs(irs) + 0x1c), readl(irs(irs) + 0x18));
            if (range.contains(spi))
            {
                writel(irs(irs) + 0x108, spi);
                assertEquals(2, poll(irs(irs) + 0x118, 1) & 2, "V of SPI " + spi);
                writel(irs(irs) + 0x114, 1);
                poll(irs(irs) + 0x118, 1);
                return;
            }
        }
        throw new AssertionError("no IRS has SPI " + spi);
    }

    void spi(final int spi, final int high)
    {
        ask("spi " + spi + ' ' + high);
    }

    /** Maps an event of device 1 of an ITS, and synchronizes the ITS and the first IRS (T-IRS-15). */
    void mapEvent(final int its, final int event, final long itte)
    {
        map(its, 1, deviceTable(its) + 0x1000, event, itte);
    }

    private void map(final int its, final int device, final long itt, final int event, final long itte)
    {
        writeq(deviceTable(its) + 8L * device, 8L << 59 | itt | 1);
        writeq(itt + 8L * event, itte);
        writeq(its(its) + 0x100, device);
        writel(its(its) + 0x108, event);
        writel(its(its) + 0x10c, 1 << 31);
        poll(its(its) + 0x120, 1);
        synchronize(its);
    }

    void synchronize(final int its)
    {
        writeq(its(its) + 0x140, 1L << 63 | 1);
        poll(its(its) + 0x148, 1);
        final long first = irs(irss.get(0));
        writel(first + 0xc0, 1 << 31);
        poll(first + 0xc4, 1);
    }

    void message(final int its, final int event)
    {
        ask("msi " + its + " 1 " + event);
    }

    /** Checks that no CPU has a signal. */
    void assertQuiet()
    {
        for (int pe = 0; pe < pes(); pe++)
        {
            assertEquals("OK irq=0 fiq=0 virq=0 vfiq=0", ask("signal " + pe), "PE " + pe);
        }
    }

    /** Takes the one interrupt that is signalled to a CPU, and checks that no other CPU has one. */
    void take(final int pe, final int intid, final Runnable handler)
    {
        for (int other = 0; other < pes(); other++)
        {
            assertEquals(other == pe ? "OK irq=1 fiq=0 virq=0 vfiq=0" : "OK irq=0 fiq=0 virq=0 vfiq=0",
                ask("signal " + other), "PE " + other + " for " + Integer.toHexString(intid));
        }
        handle(pe, intid, handler);
        assertEquals("OK irq=0 fiq=0 virq=0 vfiq=0", ask("signal " + pe), "once only");
    }

    /** Takes an interrupt that is signalled to a CPU, and perhaps to others. */
    void acknowledge(final int pe, final int intid)
    {
        handle(pe, intid, () -> { });
    }

    private void handle(final int pe, final int intid, final Runnable handler)
    {
        assertEquals(VALID | Integer.toUnsignedLong(intid), value("insn " + pe + " el1 CDIA"));
        ask("insn " + pe + " el1 GSBACK");
        ask("insn " + pe + " el1 CDEOI");
        handler.run();
        insn(pe, "CDDI", Integer.toUnsignedLong(intid));
        ask("insn " + pe + " el1 GSBSYS");
    }

    /** Checks that no IRS or ITS has an error, and that nothing was lost. */
    void checkEnd()
    {
        for (final int irs : irss)
        {
            assertEquals(0, readq(irs(irs) + 0x3c0), "IRS_SWERR_STATUSR of IRS " + irs);
        }
        for (int its = 0; its < board.itss(); its++)
        {
            assertEquals(0, readq(its(its) + 0x240), "ITS_SWERR_STATUSR of ITS " + its);
        }
        final String stats = ask("stats");
        assertTrue(stats.contains("\"remainder\":0") && stats.contains("\"pending\":0"), stats);
    }

    private long irs(final int irs)
    {
        return board.frame(MachineKeys.IRS_CONFIG, irs);
    }

    private long its(final int its)
    {
        return board.frame(MachineKeys.ITS_CONFIG, its);
    }

    private long iwb(final int iwb)
    {
        return board.frame(MachineKeys.IWB_CONFIG, iwb);
    }

    private static long deviceTable(final int its)
    {
        return DEVICE_TABLES + 0x4000L * its;
    }

    private int poll(final long address, final int idle)
    {
        int status = readl(address);
        for (int i = 0; (status & idle) == 0; i++)
        {
            assertTrue(i < POLL_LIMIT, "IDLE of " + Long.toHexString(address));
            status = readl(address);
        }

        return status;
    }

    private void insn(final int pe, final String name, final long operand)
    {
        ask("insn " + pe + " el1 " + name + " 0x" + Long.toHexString(operand));
    }

    private void writel(final long address, final int value)
    {
        ask("writel 0x" + Long.toHexString(address) + " 0x" + Integer.toHexString(value));
    }

    private void writeq(final long address, final long value)
    {
        ask("writeq 0x" + Long.toHexString(address) + " 0x" + Long.toHexString(value));
    }

    private int readl(final long address)
    {
        return (int)value("readl 0x" + Long.toHexString(address));
    }

    private long readq(final long address)
    {
        return value("readq 0x" + Long.toHexString(address));
    }

    private long value(final String line)
    {
        return Long.parseUnsignedLong(ask(line).substring("OK 0x".length()), 16);
    }

    private String ask(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        final String answer = new String(reply.bytes(), 0, reply.length(), StandardCharsets.US_ASCII).strip();
        assertTrue(answer.startsWith("OK"), () -> line + ": " + answer);

        return answer;
    }

    @Override
    public void close()
    {
        session.close();
    }
}
