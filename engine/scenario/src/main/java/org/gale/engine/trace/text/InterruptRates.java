package org.gale.engine.trace.text;

import java.util.List;
import org.gale.engine.trace.TraceVector.VectorKind;

/**
 * Rates of interrupts by CPU, from readings of their counters or tables of rates.
 *
 * @param cpus   numbers of the CPUs, in the order of the text
 * @param basis  what the rates follow from, for people
 * @param spanNs time in which the counts came, ns
 * @param source of that time, for people
 * @param pairs  of an interrupt and a CPU that took it, in the order of the text
 */
public record InterruptRates(List<Integer> cpus, String basis, long spanNs, String source, List<Pair> pairs)
{
    private static final double NS_PER_S = 1e9;

    public InterruptRates
    {
        cpus = List.copyOf(cpus);
        pairs = List.copyOf(pairs);
    }

    /**
     * Interrupt that a CPU took.
     *
     * @param label  number of the interrupt, or the letters of one without a number
     * @param action name of what handles it, empty where none is known
     * @param cpu    index among the CPUs
     * @param count  of what the CPU took
     */
    public record Pair(String label, String action, int cpu, long count)
    {
        /** Returns the kind of the interrupt, by the names of its row. */
        public VectorKind kind()
        {
            return VectorKinds.ofRow(label, action);
        }
    }

    /** Returns the mean rate of a number of interrupts, in events a second. */
    public double perS(final long count)
    {
        return count * NS_PER_S / spanNs;
    }
}
