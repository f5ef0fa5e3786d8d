package org.gale.engine.trace.text;

import java.util.Set;
import java.util.regex.Pattern;
import org.gale.engine.trace.TraceVector.VectorKind;

/** Kinds of vectors by the names that the kernel gives to their handlers. Pure functions. */
final class VectorKinds
{
    private static final Set<String> IPIS = Set.of(
        "reschedule", "call_function", "call_function_single", "irq_work", "x86_platform_ipi", "ipi", "IPI");
    private static final Set<String> TIMERS = Set.of("local_timer", "hv_stimer0", "timer", "arch_timer",
        "arch_mem_timer", "kvm guest vtimer", "kvm guest ptimer", "twd");
    private static final Pattern NUMBERED_TIMER = Pattern.compile("hpet\\d+|mct_tick\\d+");
    /** Labels of rows of /proc/interrupts that count IPIs: those of arm64 have numbers, those of x86 letters. */
    private static final Pattern IPI_LABELS = Pattern.compile("IPI\\d+|RES|CAL|TLB|IWI|PLT");
    private static final Set<String> TIMER_LABELS = Set.of("LOC", "HVS", "timer");
    private static final Set<String> OTHERS = Set.of(
        "error_apic", "spurious_apic", "threshold_apic", "deferred_error_apic", "thermal_apic");

    private VectorKinds()
    {
    }

    /** Returns the kind of a handler of a numbered interrupt; what has no other kind is a device's. */
    static VectorKind ofHandler(final String name)
    {
        final int number = name.indexOf('@');
        final String stem = number < 0 ? name : name.substring(0, number);

        return TIMERS.contains(stem) || NUMBERED_TIMER.matcher(stem).matches() ? VectorKind.TIMER :
            IPIS.contains(stem) ? VectorKind.IPI : OTHERS.contains(stem) ? VectorKind.OTHER : VectorKind.MSI;
    }

    /** Returns the kind of a vector of the CPU, which is no device's. */
    static VectorKind ofCpu(final String name)
    {
        final VectorKind kind = ofHandler(name);

        return kind == VectorKind.MSI ? VectorKind.OTHER : kind;
    }

    /**
     * Returns the kind of a row of counters.
     *
     * @param label  number of the interrupt, or the letters of one without a number
     * @param action name of what handles it, empty where none is known
     */
    static VectorKind ofRow(final String label, final String action)
    {
        return IPI_LABELS.matcher(label).matches() ? VectorKind.IPI :
            TIMER_LABELS.contains(label) ? VectorKind.TIMER : ofHandler(action);
    }
}
