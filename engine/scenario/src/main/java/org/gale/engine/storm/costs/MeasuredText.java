package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Text of a measurement of a host, which gives some of its costs. */
public sealed interface MeasuredText
    permits MicroBenchText, KvmStatText, CyclictestText, FunctionGraphText, HistogramText
{
    /**
     * Returns the costs that follow.
     *
     * @param base of which what was not measured is taken
     * @throws JobException if a figure contradicts another one
     */
    List<MeasuredCost> costs(CostModel base);

    /** Returns the program that printed the text. */
    String program();

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

    /** Form of a text. */
    enum Form
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

    /** Returns the beginning of a text that a message shows. */
    static String shown(final String text)
    {
        final String stripped = text.strip();

        return stripped.length() <= SHOWN_LIMIT ? stripped : stripped.substring(0, SHOWN_LIMIT) + "...";
    }

    /**
     * Refuses a decimal comma.
     *
     * @throws JobException if the line has one
     */
    static void checkPoint(final String line, final Place place)
    {
        final Matcher comma = DECIMAL_COMMA.matcher(line);
        if (comma.find())
        {
            throw new JobException(place, "'" + comma.group() + "' has a decimal comma (run it again with LC_ALL=C)");
        }
    }

    /** Most characters of a line. */
    int LINE_LIMIT = 4_096;
    /** Most characters of a text that a message shows. */
    int SHOWN_LIMIT = 80;
    /** Number with a comma in place of the point. */
    Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
}
