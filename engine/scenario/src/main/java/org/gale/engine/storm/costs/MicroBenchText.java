package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Output of {@code micro-bench} of kvm-unit-tests on Arm.
 *
 * @param means of its tests by name; without those that were skipped
 */
record MicroBenchText(Map<String, Mean> means) implements MeasuredText
{
    private static final String HYPERCALL = "hvc";
    private static final String IPI = "ipi";
    private static final String TRAP = "mmio_read_vgic";
    private static final String EOI = "eoi";
    private static final String LAST = "timer_10ms";
    private static final List<String> TESTS =
        List.of(HYPERCALL, "mmio_read_user", TRAP, EOI, IPI, "ipi_hw", "lpi", LAST);
    /** Name of the test of a hypercall since guests may run at EL2. */
    private static final String HYPERCALL_SINCE = "hyp_call";

    private static final Pattern HEADING = Pattern.compile("\\s*name\\s+total ns\\s+avg ns\\s*");
    private static final Pattern ROW =
        Pattern.compile("([a-z][a-z0-9_]*)\\s+(-?\\d{1,18})\\.(\\d{1,15})\\s+(-?\\d{1,18})\\.(\\d{1,15})\\s*");
    private static final Pattern SKIPPED = Pattern.compile("([a-z][a-z0-9_]*) test skipped\\s*");
    private static final Pattern BEGUN = Pattern.compile("([a-z][a-z0-9_]*)\\s+-?[\\d.]*\\s*[-\\d.]*\\s*");
    /** Tests of the program for x86, each on a line with its cycles. */
    private static final Pattern OF_X86 =
        Pattern.compile("(cpuid|vmcall|mov_from_cr8|inl_from_\\w+|ipi_\\w+) \\d+\\s*");
    private static final int NAME = 1;
    private static final int TOTAL = 2;
    private static final int MEAN = 4;
    private static final int MEAN_FRACTION = 5;

    /**
     * Mean of a test.
     *
     * @param place of its line
     */
    record Mean(double ns, Place place)
    {
    }

    static boolean isHeading(final String line)
    {
        return HEADING.matcher(line).matches();
    }

    /** {@return the refusal of a text that is of another machine; null for any other text} */
    static String otherMachine(final List<String> lines)
    {
        return lines.stream().anyMatch(line -> OF_X86.matcher(line).matches()) ?
            "comes from vmexit, which measures x86 in cycles (run micro-bench on an Arm host)" : null;
    }

    /**
     * Reads the rows of a table.
     *
     * @param from index of the line behind the heading
     */
    static MicroBenchText read(final String name, final List<String> lines, final int from)
    {
        final Map<String, Mean> means = new LinkedHashMap<>();
        boolean isWhole = false;
        for (int i = from; i < lines.size() && !isWhole; i++)
        {
            final String line = lines.get(i);
            final Place place = new Place(name, i + 1, 1);
            if (line.isBlank() || line.startsWith("-"))
            {
                continue;
            }
            MeasuredText.checkPoint(line, place);
            final Matcher skipped = SKIPPED.matcher(line);
            final Matcher row = ROW.matcher(line);
            if (skipped.matches())
            {
                isWhole = test(skipped.group(NAME), place).equals(LAST);
            }
            else if (row.matches())
            {
                final String test = test(row.group(NAME), place);
                if (means.put(test, mean(row, place)) != null)
                {
                    throw new JobException(place, test + " is there twice (give a file for one run)");
                }
                isWhole = test.equals(LAST);
            }
            else if (BEGUN.matcher(line).matches())
            {
                throw new JobException(place, "'" + line.strip() + "' is cut: a row is a name and two numbers " +
                    "(let it run to its end)");
            }
            else
            {
                throw new JobException(
                    place, "'" + line.strip() + "' is no row of micro-bench (let it run to its end)");
            }
        }
        if (!isWhole)
        {
            throw new JobException(new Place(name, lines.size(), 1),
                "ends before " + LAST + ", the last test (let it run to its end)");
        }
        if (!means.containsKey(HYPERCALL))
        {
            throw new JobException(Place.ofOption(name), "has no " + HYPERCALL + ", of which exit and entry follow");
        }

        return new MicroBenchText(means);
    }

    private static String test(final String name, final Place place)
    {
        final String known = name.equals(HYPERCALL_SINCE) ? HYPERCALL : name;
        if (!TESTS.contains(known))
        {
            throw new JobException(place, "'" + name + "' is no test of micro-bench" +
                NearestName.hint(name, TESTS) + " (there are " + String.join(", ", TESTS) + ')');
        }

        return known;
    }

    private static Mean mean(final Matcher row, final Place place)
    {
        final double ns = Double.parseDouble(row.group(MEAN) + '.' + row.group(MEAN_FRACTION));
        final double totalNs = Double.parseDouble(row.group(TOTAL));
        if (ns < 0 || totalNs < 0)
        {
            throw new JobException(place, row.group(NAME) + ": " + (ns < 0 ? row.group(MEAN) : row.group(TOTAL)) +
                " ns is negative (measure again)");
        }
        if (ns > totalNs + 1)
        {
            throw new JobException(place, row.group(NAME) + ": a mean of " + MeasuredCost.text(ns) +
                " is above the total of " + MeasuredCost.text(totalNs) + " (measure again)");
        }

        return new Mean(ns, place);
    }

    @Override
    public List<MeasuredCost> costs(final CostModel base)
    {
        final List<MeasuredCost> costs = new ArrayList<>();
        final Mean hypercall = means.get(HYPERCALL);
        final double half = hypercall.ns() / 2;
        final String halved =
            "hvc " + MeasuredCost.text(hypercall.ns()) + " / 2 = " + MeasuredCost.text(half);
        costs.add(MeasuredCost.step(Cost.EXIT, half, halved, hypercall.place()));
        costs.add(MeasuredCost.step(Cost.ENTER, half, halved, hypercall.place()));
        if (means.containsKey(IPI))
        {
            costs.add(kick(half, base));
        }
        if (means.containsKey(TRAP))
        {
            final Mean trap = means.get(TRAP);
            costs.add(MeasuredCost.step(Cost.TRAP, trap.ns(),
                TRAP + ' ' + MeasuredCost.text(trap.ns()) + ", a lower bound", trap.place()));
        }
        if (means.containsKey(EOI))
        {
            final Mean eoi = means.get(EOI);
            costs.add(MeasuredCost.step(Cost.EOI, eoi.ns(), "eoi " + MeasuredCost.text(eoi.ns()), eoi.place()));
        }

        return costs;
    }

    /** Returns the part of an IPI that is left without its exits, its entry and its injection. */
    private MeasuredCost kick(final double half, final CostModel base)
    {
        final Mean ipi = means.get(IPI);
        final double inject = base.time(Cost.INJECT).meanNs();
        final double ns = ipi.ns() - 3 * half - inject;

        return MeasuredCost.step(Cost.KICK, ns, "ipi " + MeasuredCost.text(ipi.ns()) + " - 3 x " +
            MeasuredCost.text(half) + " (exit, exit, enter) - " + MeasuredCost.text(inject) + " of inject (" +
            (base.given().contains(Cost.INJECT) ? "measured" : base.base() + ", assumed") + ") = " +
            MeasuredCost.text(ns), ipi.place());
    }

    @Override
    public String program()
    {
        return "micro-bench";
    }
}
