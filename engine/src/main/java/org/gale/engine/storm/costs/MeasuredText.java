package org.gale.engine.storm.costs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Text of a measurement of a host, which gives some of its costs. */
public sealed interface MeasuredText permits MicroBenchText, KvmStatText, CyclictestText
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
        final int[] headings = IntStream.range(0, lines.size()).filter(i -> isHeading(lines.get(i))).toArray();
        if (headings.length > 1)
        {
            throw new JobException(
                new Place(name, headings[1] + 1, 1), "a second output begins here (give a file for one run)");
        }
        if (headings.length == 1)
        {
            final String heading = lines.get(headings[0]);
            final int from = headings[0] + 1;

            return MicroBenchText.isHeading(heading) ? MicroBenchText.read(name, lines, from) :
                KvmStatText.isHeading(heading) ? KvmStatText.read(name, lines, from) :
                CyclictestText.read(name, lines, from);
        }
        final String other = MicroBenchText.otherMachine(lines);
        throw new JobException(Place.ofOption(name), other == null ?
            "is no output of micro-bench, perf kvm stat report or cyclictest -h (give one whole, with its headings)" :
            other);
    }

    private static boolean isHeading(final String line)
    {
        return MicroBenchText.isHeading(line) || KvmStatText.isHeading(line) || CyclictestText.isHeading(line);
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

    /** Number with a comma in place of the point. */
    Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
}
