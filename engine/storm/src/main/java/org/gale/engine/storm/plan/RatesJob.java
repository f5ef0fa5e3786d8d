package org.gale.engine.storm.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.gale.engine.config.TerminalText;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobReader;

/** Text of a job of one VM with an open stream for each of some rates. People read and change it. Pure functions. */
public final class RatesJob
{
    /** Limit of the streams of a job: each is that of a group of devices of its VM. */
    public static final int STREAM_LIMIT = JobReader.DEVICE_LIMIT;

    private static final MathContext DIGITS = new MathContext(6);
    /** Digits behind the point that a rate has at most. */
    private static final int FRACTION_DIGITS = 9;
    private static final int K_FROM = 10_000;
    private static final int K_DIGITS = 3;

    private RatesJob()
    {
    }

    /**
     * Stream of the only event of a device.
     *
     * @param name of its group of devices, at most 32 letters, digits, - and _
     * @param vpe  that takes the event, from 0
     * @param perS events a second, more than 0
     */
    public record Stream(String name, int vpe, double perS)
    {
    }

    /**
     * Interrupts that the VPEs have of their own, each VPE as many as all others.
     *
     * @param hz       ticks a second of the timer of a VPE, 0 for none
     * @param ipisPerS IPIs a second that a VPE sends to another, 0 for none
     * @param kinds    of these IPIs, 0 for none
     */
    public record OwnInterrupts(long hz, double ipisPerS, int kinds)
    {
    }

    /**
     * Returns the YAML of a job.
     *
     * @param name of the job
     * @param head lines of the comment in front of it
     * @param vpes of the VM
     * @param own  timers and IPIs, each of which is one more group of devices
     */
    public static String yaml(final String name, final List<String> head, final int vpes, final List<Stream> streams,
        final OwnInterrupts own)
    {
        assert streams.size() <= STREAM_LIMIT : streams.size();

        final StringBuilder yaml = new StringBuilder();
        head.forEach(line -> yaml.append("# ").append(TerminalText.line(line)).append('\n'));
        yaml.append("job: ").append(name).append('\n')
            .append("vars: {arrivals: poisson}\n")
            .append(own.hz() > 0 || own.kinds() > 0 ? "threads: 1\n" : "")      // models on the wall clock
            .append("machine: {kind: ").append(HostKind.GICV5.label()).append("}\n")
            .append("vms:\n")
            .append("  - name: host\n")
            .append("    count: 1\n")
            .append("    vpes: ").append(vpes).append('\n')
            .append("    devices:\n");
        streams.forEach(stream -> yaml.append("      - {name: ").append(stream.name())
            .append(", count: 1, events: 1, target: ").append(stream.vpe())
            .append(", traffic: {kind: open, rate: ").append(rate(stream.perS()))
            .append(", arrivals: '${arrivals}'}}\n"));
        if (own.hz() > 0)
        {
            yaml.append("      - {name: timer, traffic: {kind: timer, hz: ").append(own.hz()).append("}}\n");
        }
        if (own.kinds() > 0)
        {
            yaml.append("      - {name: ipi, traffic: {kind: ipi, unicast: ").append(rate(own.ipisPerS()))
                .append(", broadcast: 0, kinds: ").append(own.kinds()).append("}}\n");
        }

        return yaml.toString();
    }

    /** Returns a rate as a job has it, in six digits: {@code 75k}. */
    static String rate(final double perS)
    {
        final BigDecimal rounded = new BigDecimal(perS).round(DIGITS);
        final boolean isK = perS >= K_FROM;
        final BigDecimal shown = (isK ? rounded.movePointLeft(K_DIGITS) : rounded)
            .setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();

        return shown.toPlainString() + (isK ? "k" : "");
    }
}
