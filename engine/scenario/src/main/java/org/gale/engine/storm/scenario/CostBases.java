package org.gale.engine.storm.scenario;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.config.NumberText;

/** Figures of the bases of costs. Those in cycles are of a machine of 2.4 GHz. Pure functions. */
final class CostBases
{
    private static final String ISCA = "after ISCA 2016, table II, from memory (KVM/ARM, 2.4 GHz)";
    private static final String ATC = "after ATC 2017, from memory (KVM/ARM with VHE)";
    private static final String OURS = "a round figure of this project";
    private static final double CYCLES_PER_NS = 2.4;

    private static final int HYPERCALL = 6_500;
    private static final int TRAP = 7_370;
    private static final int VIRTUAL_IPI = 11_557;
    private static final int EOI = 71;
    private static final int VHE_HYPERCALL = 752;
    private static final int VHE_TRAP = 1_604;
    private static final int VHE_VIRTUAL_IPI = 2_526;
    /** Latency of an interrupt of a device that the host emulates, from its thread to the VM. */
    private static final int IO_LATENCY_IN = 13_872;
    private static final int INJECT_NS = 300;

    private CostBases()
    {
    }

    static Map<Cost, CostFigure> zero()
    {
        final Map<Cost, CostFigure> figures = new EnumMap<>(Cost.class);
        for (final Cost cost : Cost.values())
        {
            if (cost.isOptional())
            {
                continue;
            }
            figures.put(cost, assumed(cost.isTime() ? 0 : Cost.LR_LIMIT_MAX,
                cost.isTime() ? "so that nothing takes time" : "the most that the architecture has"));
        }

        return figures;
    }

    static Map<Cost, CostFigure> split()
    {
        final Map<Cost, CostFigure> figures = new EnumMap<>(Cost.class);
        figures.put(Cost.SIGNAL, assumed(100, OURS));
        figures.put(Cost.EXIT, halfHypercall(HYPERCALL, ISCA));
        figures.put(Cost.ENTER, halfHypercall(HYPERCALL, ISCA));
        figures.put(Cost.HOST_IRQ, assumed(500, OURS));
        figures.put(Cost.INJECT, assumed(INJECT_NS, OURS));
        figures.put(Cost.KICK, kick(VIRTUAL_IPI, HYPERCALL, ISCA));
        figures.put(Cost.POLL, assumed(200_000, "after Linux, halt_poll_ns of x86, from memory"));
        figures.put(Cost.SCHEDULE, assumed(5_000, OURS));
        figures.put(Cost.PUT, assumed(500, OURS));
        figures.put(Cost.LOAD, assumed(500, OURS));
        figures.put(Cost.TRAP, cycles("a trap to the interrupt controller", TRAP, ISCA));
        figures.put(Cost.EOI, cycles("a completion of a virtual interrupt", EOI, ISCA));
        figures.put(Cost.TRANSITION_STEP, assumed(1_000, OURS));
        figures.put(Cost.LR_LIMIT, assumed(4, "after Cortex-A57 and GIC-400, from memory"));

        return figures;
    }

    /** Returns the costs of the other base, with a hypervisor that has no second world to switch to. */
    static Map<Cost, CostFigure> vhe()
    {
        final Map<Cost, CostFigure> figures = split();
        figures.put(Cost.EXIT, halfHypercall(VHE_HYPERCALL, ATC));
        figures.put(Cost.ENTER, halfHypercall(VHE_HYPERCALL, ATC));
        figures.put(Cost.TRAP, cycles("a trap to the interrupt controller", VHE_TRAP, ATC));

        return figures;
    }

    /** Returns the costs of hosts that have a GICv4: VHE, what only direct vPEs pay, and KVM's adaptive polling. */
    static Map<Cost, CostFigure> gicv4Vhe()
    {
        final Map<Cost, CostFigure> figures = vhe();
        figures.put(Cost.KICK, kick(VHE_VIRTUAL_IPI, VHE_HYPERCALL, ATC));
        figures.put(Cost.POLL, new CostFigure(new Distribution.Window(500_000, 2, 10_000, 2),
            CostFigure.Mark.ASSUMED, "after Linux, KVM_HALT_POLL_NS_DEFAULT of arm64, halt_poll_ns_grow, _grow_start " +
            "and _shrink, from memory: a window of each vCPU, from 0 to " +
            "{max: 500us, grow: 2, start: 10us, shrink: 2}"));
        figures.put(Cost.PUT_DIRECT, assumed(1_000, OURS + ": put, and the wait after Valid 1 to 0"));
        figures.put(Cost.LOAD_DIRECT, assumed(700, OURS + ": load, and the registers of a resident vPE"));
        figures.put(Cost.VMOVP, assumed(1_000, OURS + ": a command of the ITS with its VSYNC"));
        figures.put(Cost.DIRTY, assumed(1_000, OURS + ": a parse of a pending table that is nearly empty"));
        figures.put(Cost.LR_LIMIT, assumed(4, "after Neoverse N1 and its ICH_VTR_EL2, from memory"));

        return figures;
    }

    /** Returns a published latency from end to end, beside which the sum of a path stands. */
    static CostFigure ioLatencyIn()
    {
        return cycles("I/O latency in", IO_LATENCY_IN, ISCA);
    }

    private static CostFigure assumed(final long figure, final String origin)
    {
        return new CostFigure(Distribution.constant(figure), CostFigure.Mark.ASSUMED, origin);
    }

    private static CostFigure halfHypercall(final int cycles, final String origin)
    {
        final double ns = cycles / 2.0 / CYCLES_PER_NS;

        return assumed(rounded(ns), origin + ": a hypercall of " + converted(cycles, 2, ns));
    }

    private static CostFigure cycles(final String work, final int cycles, final String origin)
    {
        final double ns = cycles / CYCLES_PER_NS;

        return assumed(rounded(ns), origin + ": " + work + ", " + converted(cycles, 1, ns));
    }

    /** Returns the part of a virtual IPI that is left without its exits, its entry and its injection. */
    private static CostFigure kick(final int ipi, final int hypercall, final String origin)
    {
        final double ipiNs = ipi / CYCLES_PER_NS;
        final double halvesNs = 3 * hypercall / 2.0 / CYCLES_PER_NS;
        final double ns = ipiNs - halvesNs - INJECT_NS;

        return new CostFigure(Distribution.constant(rounded(ns)), CostFigure.Mark.DERIVED,
            converted(ipi, 1, ipiNs) + " of a virtual IPI (assumed, " + origin + ") - " + text(halvesNs) +
            " of three half hypercalls - " + INJECT_NS + " ns of inject = " + text(ns));
    }

    private static String converted(final int cycles, final int divisor, final double ns)
    {
        return NumberText.count(cycles) + " cycles" + (divisor == 1 ? "" : " / " + divisor) + " / 2.4 GHz = " +
            text(ns);
    }

    private static String text(final double ns)
    {
        return String.format(Locale.ROOT, "%,.1f ns", ns);
    }

    private static long rounded(final double ns)
    {
        return (long)(ns + 0.5);
    }
}
