package org.gale.engine.storm.scenario;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.CostFigure.Mark;

/** Costs of a virtual run: those of a base, and in their place those that a job gives. Immutable. */
public final class CostModel
{
    /** Base in which nothing takes time. */
    public static final String ZERO = "zero";
    /** Base of a host whose kernel runs at EL1, and its hypervisor at EL2. */
    public static final String SPLIT = "armv8.0-split";
    /** Base of a host whose kernel runs at EL2. */
    public static final String VHE = "armv8-vhe";
    /** Base of a host with VHE whose vCPUs may be direct, as kernels of today run it. */
    public static final String GICV4_VHE = "gicv4-vhe";
    /** Names of all bases. */
    public static final List<String> BASES = List.of(ZERO, SPLIT, VHE, GICV4_VHE);
    /** Costs of each base, which the plan of a sweep asks for thousands of times. */
    private static final Map<String, CostModel> MODELS = Map.of(
        ZERO, new CostModel(ZERO, CostBases.zero()), SPLIT, new CostModel(SPLIT, CostBases.split()),
        VHE, new CostModel(VHE, CostBases.vhe()), GICV4_VHE, new CostModel(GICV4_VHE, CostBases.gicv4Vhe()));
    /** Costs of a machine of kind gicv5 without any from a job. */
    public static final CostModel DEFAULT = of(SPLIT);

    private final String base;
    private final Map<Cost, CostFigure> figures;

    private CostModel(final String base, final Map<Cost, CostFigure> figures)
    {
        this.base = base;
        this.figures = figures;
    }

    /**
     * Returns the costs of a base.
     *
     * @throws IllegalArgumentException if there is no such base, with a message for the user
     */
    public static CostModel of(final String base)
    {
        if (!MODELS.containsKey(base))
        {
            throw new IllegalArgumentException("'" + base + "' is not one of " +
                String.join(", ", BASES) + NearestName.hint(base, BASES));
        }

        return MODELS.get(base);
    }

    /** Returns the costs of a kind of machine without any from a job. */
    public static CostModel of(final HostKind kind)
    {
        return kind.isResident() ? DEFAULT : of(GICV4_VHE);
    }

    /** Returns these costs with another one, which a job gives. */
    public CostModel with(final Cost cost, final Distribution time)
    {
        assert !cost.isFixed() || time instanceof Distribution.Constant ||
            time instanceof Distribution.Window : cost;

        final Map<Cost, CostFigure> others = new EnumMap<>(figures);
        others.put(cost, new CostFigure(time, Mark.FROM_JOB, ""));

        return new CostModel(base, others);
    }

    /** Returns these costs with another number of list registers, which a job gives. */
    public CostModel withLrLimit(final int registers)
    {
        return with(Cost.LR_LIMIT, Distribution.constant(registers));
    }

    /** Returns the name of the base. */
    public String base()
    {
        return base;
    }

    /** Returns the costs that a job gives. */
    public List<Cost> given()
    {
        return figures.keySet().stream().filter(cost -> figures.get(cost).mark() == Mark.FROM_JOB).toList();
    }

    /** Returns the name of the base, and of each cost that a job gives with its value. */
    public String name()
    {
        return given().isEmpty() ? base : given().stream().map(cost -> cost.label() + ' ' + text(cost))
            .collect(Collectors.joining(", ", base + " with ", ""));
    }

    /** Returns whether the base or the job has a figure of a cost, so that a resolved job shows it. */
    public boolean has(final Cost cost)
    {
        return figures.containsKey(cost);
    }

    /** Returns the figure of a cost; one without a figure of its own follows another one. */
    public CostFigure figure(final Cost cost)
    {
        final CostFigure own = figures.get(cost);
        if (own != null)
        {
            return own;
        }

        return cost.follows() == null ?
            new CostFigure(Distribution.ZERO, Mark.ASSUMED, "so that figures of this base stay what they were") :
            new CostFigure(figure(cost.follows()).time(), Mark.DERIVED, "that of " + cost.follows().label());
    }

    /** Returns whether nobody has measured a cost of this base: it is from memory, or a round figure. */
    public boolean isGuessed(final Cost cost)
    {
        final CostFigure own = figures.get(cost);

        return own != null && (own.mark() == Mark.ASSUMED || own.mark() == Mark.DERIVED) && own.time().meanNs() > 0;
    }

    /** Returns the time that a cost takes. */
    public Distribution time(final Cost cost)
    {
        assert cost.isTime() : cost;

        return figure(cost).time();
    }

    /** Returns the longest time for which a PE polls before it blocks, ns. */
    public long pollNs()
    {
        return time(Cost.POLL) instanceof Distribution.Window window ? window.maxNs() : time(Cost.POLL).largestNs();
    }

    /** Returns the number of list registers of a forwarded vCPU. */
    public int lrLimit()
    {
        return (int)figures.get(Cost.LR_LIMIT).time().largestNs();
    }

    /** Returns the value of a cost as users write it. */
    public String text(final Cost cost)
    {
        return cost.isTime() ? time(cost).text() : Integer.toString(lrLimit());
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CostModel model && base.equals(model.base) && figures.equals(model.figures);
    }

    @Override
    public int hashCode()
    {
        return figures.hashCode();
    }

    @Override
    public String toString()
    {
        return name();
    }
}
