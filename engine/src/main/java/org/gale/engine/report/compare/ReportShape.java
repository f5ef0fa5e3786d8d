package org.gale.engine.report.compare;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.compare.Metric.Unit;

/** Types that values of a report must have wherever comparisons read them. A value may be missing. Pure functions. */
final class ReportShape
{
    private static final String ANY_STORM = "gale.storm/";
    private static final Set<String> SCHEMAS = Set.copyOf(List.of("gale.storm/2", StormJson.SCHEMA));
    private static final double LIMIT = 0x1p63;
    private static final int VALUE_LENGTH_LIMIT = 60;
    private static final String INTERVALS = "/intervals";
    private static final String VMS = "/accounting/vms";
    private static final String CURVES = "/latency_ns/curves";

    /** Figures whose values may have a fraction. */
    private static final Set<String> FRACTIONS = Set.of("journal.bytes_per_command", "elapsed_s");
    private static final String SIGNED = "remainder";

    private static final Map<String, Kind> FIELDS = Map.of("/failure", Kind.TEXT, "/exit", Kind.EXIT,
        "/generator/kept_up", Kind.FLAG, ComparedReport.MODELLED, Kind.TEXT, "/config/rate_per_s", Kind.NUMBER,
        VMS, Kind.LIST, INTERVALS, Kind.LIST, CURVES, Kind.OBJECT, ComparedReport.GROUPS, Kind.LIST,
        ComparedReport.PHASES, Kind.LIST);
    private static final Map<String, Kind> INTERVAL_FIELDS =
        Map.of("/length_s", Kind.NUMBER, "/warmup", Kind.FLAG);

    private final String name;

    private ReportShape(final String name)
    {
        this.name = name;
    }

    /**
     * Type of values.
     *
     * @param words for messages
     * @param test  true for a value of this type
     */
    private record Kind(String words, Predicate<JsonNode> test)
    {
        static final Kind OBJECT = new Kind("an object", JsonNode::isObject);
        static final Kind LIST = new Kind("a list", JsonNode::isArray);
        static final Kind TEXT = new Kind("a text", JsonNode::isTextual);
        static final Kind FLAG = new Kind("true or false", JsonNode::isBoolean);
        static final Kind NUMBER = new Kind("a number of 0 or more",
            value -> value.isNumber() && isWithin(value) && value.asDouble() >= 0);
        static final Kind WHOLE =
            new Kind("a whole number of 0 or more", value -> isWhole(value) && value.asDouble() >= 0);
        static final Kind INTEGER = new Kind("a whole number", Kind::isWhole);
        static final Kind EXIT = new Kind("an exit code", value -> isWhole(value) && isExitCode(value.asInt()));

        private static boolean isWithin(final JsonNode value)
        {
            return Math.abs(value.asDouble()) < LIMIT;
        }

        private static boolean isWhole(final JsonNode value)
        {
            return value.isNumber() && isWithin(value) && value.asDouble() == Math.rint(value.asDouble());
        }

        private static boolean isExitCode(final int code)
        {
            return List.of(Outcome.values()).stream().anyMatch(outcome -> outcome.exitCode() == code);
        }
    }

    /**
     * Checks a report.
     *
     * @param name of the file, for messages
     * @throws OutcomeException with the JSON pointer of the first value of another type
     */
    static void check(final String name, final JsonNode report)
    {
        if (!report.at("/schema").asText().startsWith(ANY_STORM))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not a report that a storm wrote as JSON");
        }
        final ReportShape shape = new ReportShape(name);
        if (!SCHEMAS.contains(report.at("/schema").asText()))
        {
            throw shape.refusal("/schema", report.at("/schema"), "a schema that this gale reads (" +
                String.join(", ", SCHEMAS.stream().sorted().toList()) + ')');
        }
        FIELDS.forEach((pointer, kind) -> shape.check(report, "", pointer, kind));
        Metrics.ALL.forEach(metric -> shape.check(report, "", metric.path(), kind(metric)));
        shape.elements(report);
    }

    private static Kind kind(final Metric metric)
    {
        if (metric.name().equals(SIGNED))
        {
            return Kind.INTEGER;
        }

        return metric.unit() == Unit.PER_SECOND || metric.name().endsWith(Metrics.MEAN) ||
            FRACTIONS.contains(metric.name()) ? Kind.NUMBER : Kind.WHOLE;
    }

    private void elements(final JsonNode report)
    {
        int index = 0;
        for (final JsonNode vm : report.at(VMS))
        {
            final String place = VMS + '/' + index++;
            require(place, vm, Kind.OBJECT);
            check(vm, place, "/remainder", Kind.INTEGER);
        }
        index = 0;
        for (final JsonNode interval : report.at(INTERVALS))
        {
            final String place = INTERVALS + '/' + index++;
            require(place, interval, Kind.OBJECT);
            INTERVAL_FIELDS.forEach((pointer, kind) -> check(interval, place, pointer, kind));
            Metrics.ALL.stream().filter(metric -> !metric.interval().isEmpty())
                .forEach(metric -> check(interval, place, metric.interval(), kind(metric)));
        }
        parts(report, "", ComparedReport.GROUPS);
        parts(report, "", ComparedReport.PHASES);
        index = 0;
        for (final JsonNode phase : report.at(ComparedReport.PHASES))
        {
            parts(phase, ComparedReport.PHASES + '/' + index++, ComparedReport.GROUPS);
        }
        report.at(CURVES).properties().forEach(curve -> curve(CURVES + '/' + curve.getKey(), curve.getValue()));
    }

    /** Checks groups or phases. */
    private void parts(final JsonNode node, final String above, final String list)
    {
        check(node, above, list, Kind.LIST);
        int index = 0;
        for (final JsonNode part : node.at(list))
        {
            final String place = above + list + '/' + index++;
            require(place, part, Kind.OBJECT);
            require(place + "/name", part.at("/name"), Kind.TEXT);
            Metrics.OF_PARTS.forEach(metric -> check(part, place, metric.path(), kind(metric)));
        }
    }

    private void curve(final String place, final JsonNode curve)
    {
        require(place, curve, Kind.LIST);
        int index = 0;
        for (final JsonNode point : curve)
        {
            final String of = place + '/' + index++;
            require(of, point, Kind.LIST);
            require(of + "/0", point.path(0), Kind.NUMBER);
            require(of + "/1", point.path(1), Kind.WHOLE);
        }
    }

    /**
     * Checks a value and the objects that hold it.
     *
     * @param node    that the pointer begins at
     * @param place   of that node, for messages
     * @param pointer of the value
     */
    private void check(final JsonNode node, final String place, final String pointer, final Kind kind)
    {
        JsonNode value = node;
        int begin = 1;                                              // no pointer is compiled, which costs more
        for (int end = pointer.indexOf('/', begin); end >= 0; end = pointer.indexOf('/', begin))
        {
            value = value.path(pointer.substring(begin, end));
            if (isOther(value, Kind.OBJECT))
            {
                throw refusal(place + pointer.substring(0, end), value, Kind.OBJECT.words);
            }
            begin = end + 1;
        }
        value = value.path(pointer.substring(begin));
        if (isOther(value, kind))
        {
            throw refusal(place + pointer, value, kind.words);
        }
    }

    private static boolean isOther(final JsonNode value, final Kind kind)
    {
        return !value.isMissingNode() && !value.isNull() && !kind.test.test(value);
    }

    private void require(final String place, final JsonNode value, final Kind kind)
    {
        if (!kind.test.test(value))
        {
            throw refusal(place, value, kind.words);
        }
    }

    private OutcomeException refusal(final String place, final JsonNode value, final String words)
    {
        final String text = TerminalText.line(value.isMissingNode() ? "nothing" : value.toString());
        final String shown =
            text.length() <= VALUE_LENGTH_LIMIT ? text : text.substring(0, VALUE_LENGTH_LIMIT) + "...";

        return new OutcomeException(Outcome.USAGE, name + ": " + place + ": " + shown + " is not " + words);
    }
}
