package org.gale.engine.report.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.ConfigText;

/** Parts that all pages have: the document around the content, sections, and tables. Used by one thread. */
final class PageParts
{
    /** Styles of verdicts. */
    static final String GOOD = "good";
    static final String PARTLY = "partly";
    static final String BAD = "bad";

    private static final String DOT = " \u00b7 ";
    private static final int LIST_LIMIT = 64;
    private static final Pattern OPTION = Pattern.compile(" (?=-)");

    private final Markup page;

    PageParts(final Markup page)
    {
        this.page = page;
    }

    /** Opens the document up to its heading. */
    void begin(final String title)
    {
        page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", PageAssets.POLICY);
        page.leaf("title", title);
        page.style(PageAssets.STYLE);
        page.close();
        page.open("body");
    }

    /**
     * Ends the document.
     *
     * @param data that its charts show
     */
    void end(final String data)
    {
        page.data("data", data).script(PageAssets.LIBRARY).script(PageAssets.SCRIPT);
        page.close().close();
    }

    /** Writes that charts need scripts, for browsers without them. */
    void noScript()
    {
        page.open("noscript").leaf("p", "Without scripts there are no charts. Tables have all their figures.",
            "class", "dim").close();
    }

    /**
     * Writes the place of a chart, which the script of the page draws.
     *
     * @param name  that the script knows
     * @param label for readers who do not see the chart
     */
    void chart(final String name, final String label)
    {
        page.leaf("div", "", "class", "chart", "data-chart", name, "aria-label", label);
    }

    /** Writes a command, which wraps at its options, and which a click copies. */
    void command(final String before, final String command)
    {
        page.open("p", "class", "dim").text(before);
        words(command);
        page.close();
    }

    /** Writes the words of a command: each option stands with its value. */
    private void words(final String command)
    {
        page.open("code", "data-copy", command);
        for (final String option : OPTION.split(command, -1))
        {
            page.leaf("span", option + ' ');
        }
        page.close();
    }

    /** Writes a cell with a command. */
    void commandCell(final String command)
    {
        page.open("td", "class", "t");
        words(command);
        page.close();
    }

    void section(final String heading)
    {
        page.open("section");
        page.leaf("h2", heading);
    }

    void endSection()
    {
        page.close();
    }

    /**
     * Writes a verdict in words, whose colour repeats them.
     *
     * @param style {@link #GOOD}, {@link #PARTLY} or {@link #BAD}
     */
    void verdict(final String style, final String text)
    {
        page.leaf("p", text, "class", "verdict " + style);
    }

    /** Writes a line, unless it is empty. */
    void note(final String text)
    {
        line("dim", text);
    }

    /** Writes a line that says what is not as it should be, unless it is empty. */
    void bad(final String text)
    {
        line(BAD, text);
    }

    private void line(final String style, final String text)
    {
        if (!text.isEmpty())
        {
            page.leaf("p", text, "class", style);
        }
    }

    /**
     * Writes the traffic and the costs that the runs of a page have in common, and their seeds.
     *
     * @param config what their configurations have in common
     * @param seeds  of the runs, each once; empty where they are not known
     */
    void assumptions(final JsonNode config, final List<String> seeds)
    {
        section("Traffic, costs and seeds");
        ConfigText.traffic(config).forEach(group -> note(String.join(DOT, group)));
        final List<String> costs = ConfigText.costs(config);
        note(costs.isEmpty() ? "" : "costs: " + String.join(DOT, costs));
        note(seeds.isEmpty() ? "" : (seeds.size() == 1 ? "seed " : "seeds ") +
            String.join(", ", seeds.subList(0, Math.min(LIST_LIMIT, seeds.size()))) +
            (seeds.size() > LIST_LIMIT ? " and " + NumberText.count(seeds.size() - LIST_LIMIT) + " more" : ""));
        endSection();
    }

    /**
     * Opens a table, and writes its heading.
     *
     * @param texts names of the columns that hold texts, beside the first one
     */
    void heading(final List<String> names, final String... texts)
    {
        heading("wide", names, List.of(texts));
    }

    /**
     * Opens a table of many columns, and writes its heading.
     *
     * @param texts names of the columns that hold texts, beside the first one
     */
    void smallHeading(final List<String> names, final String... texts)
    {
        heading("wide small", names, List.of(texts));
    }

    private void heading(final String style, final List<String> names, final List<String> texts)
    {
        page.open("div", "class", style).open("table").open("tr");
        for (int i = 0; i < names.size(); i++)
        {
            page.leaf("th", names.get(i), "class", i == 0 || texts.contains(names.get(i)) ? "t" : "n");
        }
        page.close();
    }

    void endTable()
    {
        page.close().close();
    }

    /** Writes a row: its name, and the numbers at some places of the report. */
    void row(final JsonNode report, final String name, final String place, final List<String> keys)
    {
        page.open("tr");
        page.leaf("td", name);
        keys.forEach(key -> number(report, place + key));
        page.close();
    }

    /** Writes cells of numbers that are texts already. */
    void cells(final List<String> numbers)
    {
        numbers.forEach(number -> page.leaf("td", number, "class", "n"));
    }

    /** Writes a number, with the JSON pointer of the value. */
    void number(final JsonNode report, final String pointer)
    {
        final JsonNode value = report.at(pointer);
        page.leaf("td", value.isNumber() ? number(value) : value.asText("-"), "class", "n", "data-json", pointer);
    }

    /**
     * Writes the cell of a number.
     *
     * @param otherwise text where the report has none
     */
    void number(final JsonNode report, final String pointer, final String otherwise)
    {
        if (report.at(pointer).isMissingNode())
        {
            page.leaf("td", otherwise, "class", "n");
        }
        else
        {
            number(report, pointer);
        }
    }

    /** Writes the values of an object, one row each, objects in it below their name. */
    void values(final JsonNode report, final String pointer)
    {
        page.open("div", "class", "wide").open("table");
        rows(report.at(pointer), pointer);
        page.close().close();
    }

    private void rows(final JsonNode object, final String pointer)
    {
        for (final Map.Entry<String, JsonNode> field : object.properties())
        {
            final JsonNode value = field.getValue();
            final String name = field.getKey();
            final String at = pointer + '/' + field.getKey();
            if (value.isObject())
            {
                for (final Map.Entry<String, JsonNode> inner : value.properties())
                {
                    row(name + ' ' + inner.getKey(), inner.getValue(), at + '/' + inner.getKey());
                }
            }
            else if (!value.path(0).isObject())                                 // a list of objects has tables
            {
                row(name, value, at);
            }
        }
    }

    private void row(final String name, final JsonNode value, final String pointer)
    {
        page.open("tr");
        page.leaf("td", name.replace('_', ' '));
        if (value.isNumber())
        {
            page.leaf("td", number(value), "class", "n", "data-json", pointer);
        }
        else
        {
            page.leaf("td", text(value));
        }
        page.close();
    }

    /** Returns a number without an exponent: small shares are read by people. */
    private static String number(final JsonNode value)
    {
        if (value.isIntegralNumber())
        {
            return NumberText.count(value.asLong());
        }

        final String text = Double.toString(value.asDouble());

        return text.indexOf('E') < 0 ? text : new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    private static String text(final JsonNode value)
    {
        if (value.isArray())
        {
            return value.isEmpty() ? "none" : IntStream.range(0, Math.min(LIST_LIMIT, value.size()))
                .mapToObj(i -> text(value.get(i))).collect(Collectors.joining(", "));
        }

        return value.isNull() || value.asText().isEmpty() ? "none" :
            value.isObject() ? value.toString() : value.asText();
    }
}
