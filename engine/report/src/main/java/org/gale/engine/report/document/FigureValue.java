package org.gale.engine.report.document;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.figure.Figure;

/** Values of figures in a document: a report, an interval of one, or a joined point of a sweep. Pure functions. */
public final class FigureValue
{
    private static final String COUNT = "count";
    private static final String HOST = "host";
    /** Pointers of the paths of all figures, which are some hundreds. */
    private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

    private FigureValue()
    {
    }

    /**
     * Returns a value.
     *
     * @return {@link Double#NaN} if the document lacks the part or the figure, or has no sample of the latency
     */
    public static double of(final Figure figure, final JsonNode document)
    {
        final JsonNode number = number(figure, document);

        return number == null ? Double.NaN : number.asDouble();
    }

    /** Returns the values of some figures that a document has, by name, with all of their digits. */
    public static Map<String, BigDecimal> all(final List<Figure> figures, final JsonNode document)
    {
        final Map<String, BigDecimal> values = new LinkedHashMap<>();
        for (final Figure figure : figures)
        {
            final JsonNode number = number(figure, document);
            if (number != null)
            {
                final BigDecimal value = number.decimalValue().stripTrailingZeros();
                values.put(figure.name(), value.setScale(Math.max(0, value.scale())));
            }
        }

        return values;
    }

    /** {@return the number in a document; null if it lacks it, or has no sample of the latency} */
    private static JsonNode number(final Figure figure, final JsonNode document)
    {
        final JsonPointer path = POINTERS.computeIfAbsent(figure.path(), JsonPointer::compile);
        final JsonNode part = named(named(document, "phases", figure.phase()), "groups", figure.group());
        final JsonNode ofHost = part.at(path.head());
        final JsonNode holder = ofHost.isMissingNode() && path.matchesProperty(HOST) ?
            part.at(path.head().tail()) : ofHost;                   // points have their journals in themselves
        final JsonNode value = holder.at(path.last());
        final JsonNode count = holder.path(COUNT);
        final boolean isEmpty = count.isNumber() && count.asLong() == 0 && !path.last().matchesProperty(COUNT);

        return !value.isNumber() || isEmpty ? null : value;
    }

    /** Returns the element of a list that has a name, or a missing node. */
    private static JsonNode named(final JsonNode node, final String list, final String name)
    {
        if (name.isEmpty())
        {
            return node;
        }
        for (final JsonNode part : node.path(list))
        {
            if (part.path("name").asText().equals(name))
            {
                return part;
            }
        }

        return node.path(list).path(name);
    }
}
