package org.gale.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/**
 * Processor time of a migration of a VM of KVM in a session, with its witness. Each LPI has an event, and every second
 * one is pending. A migration that breaks a promise has no value.
 *
 * @param idBits of the table of LPIs
 * @param toBits of a larger table, whose time is divided by that of the first; 0 for the time of the first
 */
record MigrationRow(String name, String what, Target target, int idBits, int toBits) implements Row
{
    private static final int MIGRATIONS = 20;
    private static final int DEVICE = 3;
    private static final long ITTE = 0xc000_0000L;                              // valid, and of VM 0
    private static final int ITT = 0x4080_0000;
    private static final int EVENT_BITS_SHIFT = 59;
    private static final String[] STEPS = { "OK quiet", "OK save", "OK destroy", "OK restore", "OK resume", "OK 0" };
    private static final double NS_PER_MS = 1e6;

    @Override
    public String command(final Effort effort)
    {
        return "engine/bin/gale bench " + name;
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = -effort.warmups(); round < effort.rounds(); round++)
        {
            final double first = milliseconds(idBits);
            final double other = toBits == 0 ? first : milliseconds(toBits);
            if (round >= 0)
            {
                values.add(toBits == 0 ? first : other / first);
                details.add(String.format(Locale.ROOT, "round %d: %,d LPIs %.3f ms, %,d LPIs %.3f ms", round + 1,
                    1 << idBits, first, 1 << Math.max(idBits, toBits), other));
            }
        }

        return new BenchmarkMeasurement(values, details);
    }

    /** Returns the processor time of a migration. */
    private static double milliseconds(final int bits) throws MeasurementException
    {
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            begin(session, reply, bits);
            final long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            int vm = 0;
            for (int i = 0; i < MIGRATIONS; i++)
            {
                vm = migrate(session, reply, vm);
            }
            final long endNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            ask(session, reply, "insn 0 vel1 CDIA", "OK 0x0000000140000000");

            return (endNs - startNs) / NS_PER_MS / MIGRATIONS;
        }
    }

    private static int migrate(final ProtocolSession session, final ReplyBuffer reply, final int vm)
        throws MeasurementException
    {
        ask(session, reply, "kvm migrate " + vm, "OK stop");
        int successor = vm;
        for (final String step : STEPS)
        {
            final String said = ask(session, reply, "kvm step", step);
            successor = step.endsWith("resume") ? Integer.parseInt(said.substring(step.length() + 1)) : successor;
        }

        return successor;
    }

    /** Makes a VM whose vCPU runs, with an event for each LPI. */
    private static void begin(final ProtocolSession session, final ReplyBuffer reply, final int bits)
        throws MeasurementException
    {
        for (final String line : """
            machine kvm=7.4 min_lpi_id_bits=8
            kvm create_vm
            kvm create_device 0 vgic-v5
            kvm create_vcpu 0 0
            kvm set_attr 0 ADDR IRS 0x80000000
            kvm set_attr 0 CTRL INIT
            kvm run 0 0 0
            sysw 0 vel1 ICC_PCR_EL1 0x1f
            sysw 0 vel1 ICC_CR0_EL1 0x3
            kvm mmio 0 w 0x80 4 1
            kvm mmio 0 w 0x190 4 BITS
            kvm mmio 0 w 0x180 8 0x90000001
            writel 0x081000d0 0x8
            writeq 0x081000c0 0x40500000
            """.replace("BITS", Integer.toString(bits)).lines().toList())
        {
            ask(session, reply, line, "OK");
        }
        ask(session, reply, String.format("writeq 0x%x 0x%x", 0x4050_0000 + DEVICE * Long.BYTES,
            (long)bits << EVENT_BITS_SHIFT | ITT | 1), "OK");
        for (int lpi = 0; lpi < 1 << bits; lpi++)
        {
            ask(session, reply, String.format("insn 0 vel1 CDEN 0x%x", 0x4000_0000 | lpi), "OK");
            ask(session, reply, String.format("writeq 0x%x 0x%x", ITT + lpi * Long.BYTES, ITTE | lpi), "OK");
        }
        ask(session, reply, "writel 0x08100080 0x1", "OK");
        for (int lpi = 0; lpi < 1 << bits; lpi += 2)
        {
            ask(session, reply, "msi 0 " + DEVICE + ' ' + lpi, "OK");
        }
    }

    private static String ask(
        final ProtocolSession session, final ReplyBuffer reply, final String line, final String expected)
        throws MeasurementException
    {
        final byte[] sent = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(sent, 0, sent.length);
        final String said = reply.text(0).strip();
        if (!said.startsWith(expected))
        {
            throw new MeasurementException("'" + line + "': " + said, null);
        }

        return said;
    }
}
