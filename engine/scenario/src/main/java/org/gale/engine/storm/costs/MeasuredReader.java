package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Reader of texts of all programs that measure a host: the headings tell which one printed a text. Pure functions. */
final class MeasuredReader
{
    /** Most characters of a line. */
    private static final int LINE_LIMIT = 4_096;

    private MeasuredReader()
    {
    }

    /** Form of a text. */
    private enum Form
    {
        /** Means of kvm-unit-tests. */
        MICRO_BENCH(false),
        /** Exits of guests. */
        KVM_STAT(false),
        /** Histogram of wakes. */
        CYCLICTEST(false),
        /** Calls of functions. */
        FUNCTION_GRAPH(true),
        /** Histograms of calls, by funclatency. */
        FUNCLATENCY(true),
        /** Histograms of calls, by bpftrace. */
        BPFTRACE(true);

        private final boolean hasManyHeadings;

        Form(final boolean hasManyHeadings)
        {
            this.hasManyHeadings = hasManyHeadings;
        }

        /** {@return the form of a text that has a line as a heading; null for none} */
        static Form of(final String line)
        {
            return MicroBenchText.isHeading(line) ? MICRO_BENCH :
                KvmStatText.isHeading(line) ? KVM_STAT :
                CyclictestText.isHeading(line) ? CYCLICTEST :
                FunctionGraphText.isHeading(line) ? FUNCTION_GRAPH :
                FunclatencyReader.isHeading(line) ? FUNCLATENCY :
                BpftraceReader.isHeading(line) ? BPFTRACE : null;
        }
    }

    /**
     * Reads a text, of which the lines say what it is.
     *
     * @param name of the file, for messages
     * @throws JobException if it is of no known program, is cut, or contradicts itself
     */
    static MeasuredText read(final String name, final List<String> lines)
    {
        checkLines(name, lines);
        final int[] headings = headings(lines);
        if (headings.length > 1)
        {
            throw new JobException(
                new Place(name, headings[1] + 1, 1), "a second output begins here (give a file for one run)");
        }
        if (headings.length == 1)
        {
            final int at = headings[0];

            return switch (Form.of(lines.get(at)))
            {
                case MICRO_BENCH -> MicroBenchText.read(name, lines, at + 1);
                case KVM_STAT -> KvmStatText.read(name, lines, at + 1);
                case CYCLICTEST -> CyclictestText.read(name, lines, at + 1);
                case FUNCTION_GRAPH -> FunctionGraphText.read(name, lines, at);
                case FUNCLATENCY -> FunclatencyReader.read(name, lines);
                case BPFTRACE -> BpftraceReader.read(name, lines, at);
            };
        }
        final String other = MicroBenchText.otherMachine(lines);
        throw new JobException(Place.ofOption(name), other == null ?
            "is no output of micro-bench, perf kvm stat report, cyclictest -h, trace-cmd report of a function graph, " +
            "funclatency or bpftrace (give one whole, with its headings)" : other);
    }

    /** Returns the indices of the lines where outputs begin. */
    private static int[] headings(final List<String> lines)
    {
        final List<Integer> headings = new ArrayList<>();
        Form before = null;
        for (int i = 0; i < lines.size(); i++)
        {
            final Form form = Form.of(lines.get(i));
            if (form != null && !(form == before && form.hasManyHeadings))
            {
                headings.add(i);
                before = form;
            }
        }

        return headings.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void checkLines(final String name, final List<String> lines)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            if (lines.get(i).length() > LINE_LIMIT)
            {
                throw new JobException(new Place(name, i + 1, 1), "a line of " +
                    NumberText.counted(lines.get(i).length(), "character") + " is of no such program (the most is " +
                    NumberText.count(LINE_LIMIT) + ')');
            }
        }
    }
}
