package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gale.engine.report.compare.Metric;
import org.gale.engine.report.sweep.JoinedSweep;
import org.gale.engine.report.sweep.SweepHead;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepPoint;
import org.gale.engine.report.sweep.SweepRunRow;
import org.gale.engine.storm.setting.PartNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SweepPageTest
{
    private static final Metric P99 =
        new Metric("response.p99", "/p99", "", Metric.Unit.NANOSECONDS, Metric.Better.LOWER, true);
    private static final Pattern LABEL = Pattern.compile("<text x=\"([0-9.]+)\" y=\"[0-9.]+\" text-anchor=\"middle\">" +
        "([^<]*)</text>");
    private static final double LETTER = 6;
    private static final int PAGE_LIMIT = 5 << 20;

    @Test
    void shouldShowPointsWithoutAResultAndLeaveOutThoseThatTheSweepDoes() throws IOException
    {
        final SweepOutline outline = outline(
            List.of(parameter("bits", 2), parameter("rate", 2)), List.of(List.of("0", "0"), List.of("0", "1"),
            List.of("1", "1")));

        final String page = page(outline, List.of(point(0, outline, 900), empty(1, outline), point(2, outline, 1_100)));

        assertEquals(1, count(page, "<rect class=\"empty\""));
        assertTrue(page.contains("0 \u00b7 1: no result"), page);
        assertEquals(2, count(page, "<rect class=\"heat\""));
        assertFalse(page.contains("1 \u00b7 0"), page);
        assertTrue(page.contains("Blank: combinations that the sweep leaves out"), page);
        assertTrue(page.contains("1 run has no result"), page);
    }

    @Test
    void shouldNameTheCommandThatRepeatsTheWorstRuns() throws IOException
    {
        final SweepOutline outline = outline(List.of(parameter("bits", 2)), List.of(List.of("0"), List.of("1")));
        final List<SweepRunRow> worst =
            List.of(new SweepRunRow(1, 1, 5L, 7, null, Double.NaN), new SweepRunRow(0, 0, 5L, 0, null, 900));
        final JoinedSweep sweep = new JoinedSweep(head(outline, List.of()), P99,
            List.of(point(0, outline, 900), point(1, outline, 800)), worst, List.of());
        final StringWriter page = new StringWriter();

        SweepPage.write(sweep, run -> "gale storm j --set bits=" + run.point(), page);

        assertTrue(page.toString().contains("<th class=\"t\">command that repeats it</th>"), page.toString());
        assertTrue(page.toString().contains("exit 7</td>\n<td class=\"code\">gale storm j --set bits=1</td>"),
            page.toString());
        assertTrue(page.toString().contains("<td class=\"code\">gale storm j --set bits=0</td>"), page.toString());
    }

    @Test
    void shouldDrawAMapForEachValueOfAThirdParameter() throws IOException
    {
        final SweepOutline outline = grid(2, 3, 4);

        final String page = page(outline, points(outline));

        assertEquals(8, count(page, "<svg "));
        assertEquals(2, count(page, "<figcaption>third = 3</figcaption>"));
        assertFalse(page.contains("Blank: "), page);
    }

    @Test
    void shouldKeepLabelsWithinThePicture() throws IOException
    {
        final List<List<String>> values =
            IntStream.range(0, 100).mapToObj(value -> List.of(Integer.toString(1_000_000_000 + value))).toList();
        final SweepOutline outline =
            outline(List.of(new SweepOutline.Parameter(List.of("rate"), values)), values);

        final String page = page(outline, points(outline));

        final Matcher labels = LABEL.matcher(page);
        int last = 0;
        while (labels.find())
        {
            assertTrue(Double.parseDouble(labels.group(1)) + LETTER * labels.group(2).length() / 2 <= Plot.WIDTH,
                labels.group());
            last += labels.group(2).equals("1000000099") ? 1 : 0;
        }
        assertTrue(last > 0, page);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void shouldTakeLessThan5MiBFor10000Points(final int pictures) throws IOException
    {
        final SweepOutline outline = grid(100, 100 / pictures, pictures);

        final byte[] page = page(outline, points(outline)).getBytes(StandardCharsets.UTF_8);

        assertTrue(page.length < PAGE_LIMIT, "bytes: " + page.length);
    }

    private static String page(final SweepOutline outline, final List<SweepPoint> points) throws IOException
    {
        final List<Integer> missing = points.stream().filter(point -> !point.isMeasured()).map(SweepPoint::number)
            .toList();
        final StringWriter page = new StringWriter();
        SweepPage.write(new JoinedSweep(head(outline, missing), P99, points, List.of(), List.of()), run -> "", page);

        return page.toString();
    }

    private static SweepHead head(final SweepOutline outline, final List<Integer> missing)
    {
        return new SweepHead(outline, true, PartNames.NONE, missing, List.of());
    }

    private static int count(final String text, final String part)
    {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static SweepPoint point(final int number, final SweepOutline outline, final double figure)
    {
        return new SweepPoint(number, outline.points().get(number), 1, 0, 0, figure, figure / 2, figure * 2);
    }

    private static SweepPoint empty(final int number, final SweepOutline outline)
    {
        return new SweepPoint(
            number, outline.points().get(number), 0, 1, 0, Double.NaN, Double.NaN, Double.NaN);
    }

    private static List<SweepPoint> points(final SweepOutline outline)
    {
        return IntStream.range(0, outline.points().size())
            .mapToObj(number -> point(number, outline, 1_000 + 7.3 * number)).toList();
    }

    private static SweepOutline.Parameter parameter(final String key, final int values)
    {
        return new SweepOutline.Parameter(List.of(key),
            IntStream.range(0, values).mapToObj(value -> List.of(Integer.toString(value))).toList());
    }

    /** Returns the outline of a sweep with all combinations of the values of up to three parameters. */
    private static SweepOutline grid(final int... values)
    {
        final List<String> keys = List.of("first", "second", "third");
        final List<SweepOutline.Parameter> parameters = new ArrayList<>();
        List<List<String>> points = List.of(List.of());
        for (int i = 0; i < values.length; i++)
        {
            parameters.add(parameter(keys.get(i), values[i]));
            final List<List<String>> more = new ArrayList<>();
            for (final List<String> point : points)
            {
                for (int value = 0; value < values[i]; value++)
                {
                    final List<String> longer = new ArrayList<>(point);
                    longer.add(Integer.toString(value));
                    more.add(longer);
                }
            }
            points = more;
        }

        return outline(parameters, points);
    }

    private static SweepOutline outline(
        final List<SweepOutline.Parameter> parameters, final List<List<String>> points)
    {
        final List<String> keys = parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();

        return new SweepOutline("pools", "h", parameters, points, List.of(), new SweepOutline.Shown("response.p99",
            keys.subList(0, Math.min(2, keys.size()))), null);
    }
}
