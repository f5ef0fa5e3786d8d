package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Output of {@code perf kvm stat report} of an Arm host: mean times from an exit to the entry behind it.
 *
 * @param exits by reason
 */
record KvmStatText(Map<String, Exit> exits) implements MeasuredText
{
    private static final String INTERRUPT = "IRQ";
    private static final String ABORT = "DABT_LOW";
    /** Reasons of exits as perf names them on arm64. */
    private static final List<String> REASONS = List.of(INTERRUPT, ABORT, "WFx", "IABT_LOW", "SYS64", "HVC64", "SMC64",
        "UNKNOWN", "CP15_32", "CP15_64", "CP14_MR", "CP14_LS", "CP14_64", "CP10_ID", "FP_ASIMD", "PAC", "SVC64", "SVE",
        "ERET", "IMP_DEF", "IABT_CUR", "PC_ALIGN", "DABT_CUR", "SP_ALIGN", "FP_EXC32", "FP_EXC64", "SERROR",
        "BREAKPT_LOW", "BREAKPT_CUR", "SOFTSTP_LOW", "SOFTSTP_CUR", "WATCHPT_LOW", "WATCHPT_CUR", "BKPT32", "VECTOR32",
        "BRK64", "EL1_SERROR", "HYP_GONE", "IL", "SME", "FPAC", "GCS", "BTI", "TRAP");
    private static final List<String> OF_X86 = List.of("EPT_VIOLATION", "EPT_MISCONFIG", "MSR_WRITE", "MSR_READ", "HLT",
        "EXTERNAL_INTERRUPT", "PREEMPTION_TIMER", "CPUID", "IO_INSTRUCTION", "PAUSE_INSTRUCTION", "APIC_WRITE",
        "VMCALL", "EXCEPTION_NMI", "npf", "hlt", "msr", "io", "interrupt", "vintr", "cpuid", "vmmcall");

    private static final Pattern HEADING = Pattern.compile("\\s*VM-EXIT\\s+Samples\\s+Samples%\\s+Time%.*Avg time\\s*");
    private static final Pattern ROW = Pattern.compile("\\s*(\\S+)\\s+(\\d{1,18})\\s+\\d+\\.\\d+%\\s+\\d+\\.\\d+%" +
        "\\s+(?:(\\d+\\.\\d+)us\\s+(\\d+\\.\\d+)us\\s+)?(\\d+\\.\\d+)us \\( \\+-\\s*(?:\\d+\\.\\d+|-?nan)% \\)\\s*");
    private static final Pattern TOTAL = Pattern.compile("Total Samples:(\\d{1,18}), Total events handled time:.*");
    private static final int SAMPLES = 2;
    private static final int LEAST = 3;
    private static final int MOST = 4;
    private static final int MEAN = 5;
    private static final double NS_PER_US = 1e3;

    /**
     * Exits of one reason.
     *
     * @param place of its line
     */
    record Exit(long samples, double ns, Place place)
    {
    }

    static boolean isHeading(final String line)
    {
        return HEADING.matcher(line).matches();
    }

    /**
     * Reads the rows of a table.
     *
     * @param from index of the line behind the heading
     */
    static KvmStatText read(final String name, final List<String> lines, final int from)
    {
        final Map<String, Exit> exits = new LinkedHashMap<>();
        for (int i = from; i < lines.size(); i++)
        {
            final String line = lines.get(i);
            final Place place = new Place(name, i + 1, 1);
            if (line.isBlank())
            {
                continue;
            }
            final Matcher total = TOTAL.matcher(line);
            if (total.matches())
            {
                checkTotal(exits, Long.parseLong(total.group(1)), place);

                return new KvmStatText(exits);
            }
            MeasuredText.checkPoint(line, place);
            final Matcher row = ROW.matcher(line);
            if (!row.matches())
            {
                throw new JobException(place, "'" + line.strip() + "' is no row of perf kvm stat report " +
                    "(is it cut? give all of the text)");
            }
            final String reason = reason(row.group(1), place);
            if (exits.put(reason, exit(row, place)) != null)
            {
                throw new JobException(place, reason + " is there twice (give a file for one report)");
            }
        }
        throw new JobException(new Place(name, lines.size(), 1),
            "ends before 'Total Samples', the last line of perf kvm stat report (give all of the text)");
    }

    private static String reason(final String name, final Place place)
    {
        if (OF_X86.contains(name))
        {
            throw new JobException(place, name + " is an exit of x86, and costs are those of an Arm host");
        }
        if (!REASONS.contains(name))
        {
            throw new JobException(place, "'" + name + "' is no exit of an Arm host" + NearestName.hint(name, REASONS));
        }

        return name;
    }

    private static Exit exit(final Matcher row, final Place place)
    {
        final double meanUs = Double.parseDouble(row.group(MEAN));
        if (row.group(LEAST) != null &&
            (meanUs < Double.parseDouble(row.group(LEAST)) || meanUs > Double.parseDouble(row.group(MOST))))
        {
            throw new JobException(place, row.group(1) + ": a mean of " + row.group(MEAN) + " us is not between " +
                row.group(LEAST) + " and " + row.group(MOST) + " us (is the text changed?)");
        }

        return new Exit(Long.parseLong(row.group(SAMPLES)), meanUs * NS_PER_US, place);
    }

    private static void checkTotal(final Map<String, Exit> exits, final long total, final Place place)
    {
        final long sum = exits.values().stream().mapToLong(Exit::samples).sum();
        if (sum != total)
        {
            throw new JobException(place, "the rows have " + NumberText.counted(sum, "sample") + ", and the total is " +
                NumberText.count(total) + " (is the text cut? give all of it)");
        }
        if (total == 0)
        {
            throw new JobException(place, "no exit was recorded (record while the guest runs)");
        }
    }

    @Override
    public List<MeasuredCost> costs(final CostModel base)
    {
        final List<MeasuredCost> costs = new ArrayList<>();
        if (exits.containsKey(INTERRUPT))
        {
            final Exit exit = exits.get(INTERRUPT);
            final double half = exit.ns() / 2;
            final String formula = "mean of " + INTERRUPT + ' ' + MeasuredCost.text(exit.ns()) + " / 2 = " +
                MeasuredCost.text(half) + ", a lower bound";
            costs.add(MeasuredCost.step(Cost.EXIT, half, formula, exit.place()));
            costs.add(MeasuredCost.step(Cost.ENTER, half, formula, exit.place()));
        }
        if (exits.containsKey(ABORT))
        {
            final Exit abort = exits.get(ABORT);
            costs.add(MeasuredCost.step(Cost.TRAP, abort.ns(), "mean of " + ABORT + ' ' +
                MeasuredCost.text(abort.ns()) + ", those to user space among them", abort.place()));
        }

        return costs;
    }

    @Override
    public String program()
    {
        return "perf kvm stat report";
    }
}
