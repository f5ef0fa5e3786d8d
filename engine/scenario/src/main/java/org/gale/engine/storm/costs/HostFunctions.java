package org.gale.engine.storm.costs;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.Cost;

/**
 * Functions of the host's kernel whose calls bear costs, by their names. The table is the only place that names them:
 * {@code vgic_v4_load}, {@code vgic_v4_put}, {@code vgic_v4_commit} and {@code its_send_vmovp} were read in Linux, in a
 * version from 6.3 to 6.15, and the other names are from memory.
 */
final class HostFunctions
{
    /** Function that takes a physical interrupt of the host, inside whatever it interrupts. */
    private static final String INTERRUPT = "gic_handle_irq";
    private static final String FORWARDED = "vfio_msihandler";
    private static final String DOORBELL = "vgic_v4_doorbell_handler";
    private static final String INJECT = "kvm_arch_set_irq_inatomic";
    private static final String LOAD = "kvm_vgic_load";
    private static final String PUT = "kvm_vgic_put";
    private static final String SCHEDULE = "its_schedule_vpe";
    private static final String MOVE = "its_vpe_set_affinity";
    private static final String COMMAND = "its_send_single_vcommand";
    private static final String KICK = "kvm_vcpu_kick";
    /** Name of the same function since 6.16. */
    private static final String KICK_SINCE = "__kvm_vcpu_kick";
    private static final String COMMIT = "its_commit_vpe";

    /** Rows of the table. */
    static final List<Row> ROWS = List.of(
        new Row(INTERRUPT, FORWARDED, Cost.HOST_IRQ, "", INJECT, "3.19 and later"),
        new Row(INTERRUPT, DOORBELL, Cost.HOST_IRQ, "", "", "4.15 and later"),
        new Row(INTERRUPT, "", Cost.HOST_IRQ, "every interrupt of the host", INJECT, "3.19 and later"),
        new Row(INJECT, "", Cost.INJECT, "", KICK, "5.4 and later"),
        new Row("vgic_its_inject_msi", "", Cost.INJECT, "", KICK, "4.8 and later"),
        new Row("kvm_vgic_inject_irq", "", Cost.INJECT, "", KICK, "3.19 and later"),
        new Row(LOAD, "its_make_vpe_resident", Cost.LOAD_DIRECT, "", MOVE, "5.7 and later"),
        new Row(LOAD, SCHEDULE, Cost.LOAD_DIRECT, "", MOVE, "5.5 to 5.6"),
        new Row(LOAD, "", Cost.LOAD, "", "", "4.12 and later"),
        new Row("vgic_v4_load", "", Cost.LOAD_DIRECT, "without the rest of kvm_vgic_load", MOVE, "5.5 and later"),
        new Row(PUT, "its_make_vpe_non_resident", Cost.PUT_DIRECT, "", "", "5.7 and later"),
        new Row(PUT, SCHEDULE, Cost.PUT_DIRECT, "", "", "5.5 to 5.6"),
        new Row(PUT, "", Cost.PUT, "", "", "4.12 and later"),
        new Row("vgic_v4_put", "", Cost.PUT_DIRECT, "without the rest of kvm_vgic_put", "", "5.5 and later"),
        new Row(MOVE, COMMAND, Cost.VMOVP, "", "", "4.14 and later"),
        new Row(MOVE, "", Cost.VMOVP, "calls that move nothing may be among them", "", "4.14 and later"),
        new Row(COMMIT, "", Cost.DIRTY, "", "", "5.11 and later"),
        new Row("vgic_v4_commit", "", Cost.DIRTY, "calls that wait for nothing are among them", "", "5.11 and later"));

    /** Functions without a cost, whose time is none of the function that calls them. */
    private static final Set<String> DEDUCTED = Set.of(KICK);
    private static final Set<String> TIMED = ROWS.stream().map(Row::function).collect(Collectors.toSet());
    private static final Set<String> NAMED = Stream.of(ROWS.stream().map(Row::function), ROWS.stream().map(Row::inside),
        DEDUCTED.stream()).flatMap(names -> names).collect(Collectors.toSet());
    private static final List<String> NAMES = TIMED.stream().sorted().toList();
    /** Ending of a copy of a function that the compiler made. */
    private static final Pattern COPY = Pattern.compile("\\.(isra|constprop)\\.\\d{1,4}");

    private HostFunctions()
    {
    }

    /**
     * Row of the table.
     *
     * @param function whose calls are timed
     * @param inside   function that a call of this row calls; empty for every call without another row
     * @param cost     that such a call bears
     * @param standIn  difference from the cost, of a row that only stands in for another one; empty for the cost itself
     * @param less     function whose calls inside are another cost, or none; empty if it calls no such one
     * @param kernels  that have the names
     */
    record Row(String function, String inside, Cost cost, String standIn, String less, String kernels)
    {
        boolean isExact()
        {
            return standIn.isEmpty();
        }

        boolean isInterrupt()
        {
            return function.equals(INTERRUPT);
        }

        /** Returns the functions that tell apart calls of the same function that bear another cost. */
        List<String> others()
        {
            return ROWS.stream().filter(row -> row.function.equals(function) && row.cost != cost).map(Row::inside)
                .filter(name -> !name.isEmpty()).toList();
        }

        /** Returns the function, and the one that it calls. */
        String text()
        {
            return inside.isEmpty() ? function : function + " with " + inside + " inside";
        }
    }

    /** Returns the name of a function by which the table has it, without the ending of a copy of the compiler. */
    static String plain(final String name)
    {
        final String plain = name.indexOf('.') < 0 ? name : COPY.matcher(name).replaceAll("");

        return plain.equals(KICK_SINCE) ? KICK : plain;
    }

    /** Returns whether calls of a function may bear a cost, or are deducted from it. */
    static boolean isTimed(final String function)
    {
        return TIMED.contains(function) || DEDUCTED.contains(function);
    }

    /** Returns whether the table names a function. */
    static boolean isNamed(final String function)
    {
        return NAMED.contains(function);
    }

    /**
     * Returns the row of a call.
     *
     * @param inside functions that it called
     * @return the row; null for a call that bears no cost
     */
    static Row find(final String function, final Set<String> inside)
    {
        Row any = null;
        for (final Row row : ROWS)
        {
            if (row.function.equals(function))
            {
                if (inside.contains(row.inside))
                {
                    return row;
                }
                any = row.inside.isEmpty() ? row : any;
            }
        }

        return any;
    }

    /** Returns the function of the table that is like another name, with the kernels that have it; empty for none. */
    static String hint(final String name)
    {
        return NearestName.to(name, NAMES).map(like -> ": did you mean '" + like + "' (Linux " +
            find(like, Set.of()).kernels + ")?").orElse("");
    }
}
