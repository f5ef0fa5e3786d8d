package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Figures of a report by their paths, and the differences of two reports. Pure functions. */
final class Figures
{
    private Figures()
    {
    }

    /** Returns the figures of a report by their paths, such as {@code groups/0/accounting/offered}. */
    static Map<String, String> of(final JsonNode report)
    {
        final Map<String, String> figures = new LinkedHashMap<>();
        collect(report, "", figures);

        return figures;
    }

    /** Returns a path in which numbers sort by their values. */
    private static String padded(final String path)
    {
        final StringBuilder padded = new StringBuilder();
        for (final String name : path.split("/", -1))
        {
            padded.append('/').append(isIndex(name) ? "0".repeat(Math.max(0, 6 - name.length())) + name : name);
        }

        return padded.toString();
    }

    private static boolean isIndex(final String name)
    {
        return !name.isEmpty() && name.chars().allMatch(Character::isDigit);
    }

    private static void collect(final JsonNode node, final String path, final Map<String, String> figures)
    {
        if (node.isObject())
        {
            node.properties().forEach(field -> collect(field.getValue(), path + '/' + field.getKey(), figures));
        }
        else if (node.isArray())
        {
            for (int i = 0; i < node.size(); i++)
            {
                collect(node.get(i), path + '/' + i, figures);
            }
        }
        else
        {
            figures.put(path.substring(1), node.isNumber() ?
                node.decimalValue().stripTrailingZeros().toPlainString() : node.asText());
        }
    }

    /** Returns the name of a figure in any place of a list: its path without the numbers. */
    static String name(final String path)
    {
        final List<String> names = new ArrayList<>();
        for (final String name : path.split("/", -1))
        {
            names.add(isIndex(name) ? "*" : name);
        }

        return String.join("/", names);
    }

    /**
     * Returns the differences of a report and its prediction, a line each.
     *
     * @param leftOut names of figures that are not compared; one that ends with a slash is all below it
     * @param met     takes those of them that the report has
     */
    static List<String> differences(
        final JsonNode report, final JsonNode prediction, final Set<String> leftOut, final Set<String> met)
    {
        final Map<String, String> actual = of(report);
        final Map<String, String> predicted = of(prediction);
        final Set<String> paths = new HashSet<>(actual.keySet());
        paths.addAll(predicted.keySet());
        paths.removeIf(path -> actual.containsKey(path) && actual.get(path).equals(predicted.get(path)));
        final List<String> differences = new ArrayList<>();
        for (final String path : paths.stream().sorted(Comparator.comparing(Figures::padded)).toList())
        {
            final String rule = rule(name(path), leftOut);
            if (rule != null)
            {
                met.add(rule);
            }
            else
            {
                differences.add(path + ": report " + actual.get(path) + ", oracle " + predicted.get(path));
            }
        }

        return differences;
    }

    private static String rule(final String name, final Set<String> leftOut)
    {
        for (final String rule : leftOut)
        {
            if (rule.endsWith("/") ? name.startsWith(rule) : name.equals(rule))
            {
                return rule;
            }
        }

        return null;
    }
}
