package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figure.Use;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.StormTotals;

/** Tables of the groups and phases of a storm, with the numbers of its JSON report. Used once, by one thread. */
final class PartTables
{
    private static final List<Figure> ACCOUNT = Figures.columns(Use.PAGE, "");
    private static final List<Figure> RESPONSE = Figures.columns(Use.PAGE, "response");

    private final Markup page;
    private final PageParts sections;
    private final JsonNode json;
    private final StormTotals parts;

    /** Makes the tables of a page. */
    PartTables(final Markup page, final PageParts sections, final JsonNode json, final StormTotals parts)
    {
        this.page = page;
        this.sections = sections;
        this.json = json;
        this.parts = parts;
    }

    /** Draws a section of the groups if there are several, one of the phases if there are any, and one of both. */
    void draw()
    {
        if (parts.hasGroups())
        {
            groups();
        }
        if (!parts.phases().isEmpty())
        {
            phases();
        }
        if (parts.hasGroups() && !parts.phases().isEmpty())
        {
            groupsByPhases();
        }
    }

    private void groups()
    {
        sections.section("Groups");
        heading(List.of("group", "VMs"));
        for (int i = 0; i < parts.groups().size(); i++)
        {
            row(parts.groups().get(i).name(), "/groups/" + i, List.of("/vms"));
        }
        sections.endTable();
        sections.note("Accounts are those since the first offer, responses (ns) those of the measured part.");
        sections.endSection();
    }

    private void phases()
    {
        sections.section("Phases");
        heading(List.of("phase", "start, s", "length, s", "carried in"));
        for (int i = 0; i < parts.phases().size(); i++)
        {
            row(parts.phases().get(i).name(), "/phases/" + i,
                List.of("/start_s", "/length_s", "/accounting/carried_in"));
        }
        sections.endTable();
        sections.note("What is carried in and offered is delivered, coalesced, rejected or pending; the next phase " +
            "carries that in. An event belongs to the phase of its intended time. The warm-up is in the account of " +
            "the first phase, and not in its responses (ns).");
        sections.endSection();
    }

    private void groupsByPhases()
    {
        sections.section("Response p99 by group and phase");
        final List<String> names = new ArrayList<>(List.of("p99, ns"));
        parts.phases().forEach(phase -> names.add(phase.name()));
        names.add("all");
        sections.smallHeading(names);
        for (int group = 0; group < parts.groups().size(); group++)
        {
            if (parts.groups().get(group).vms() > 0)
            {
                final String own = "/groups/" + group + "/latency_ns/response/p99";
                sections.row(json, parts.groups().get(group).name(), "", Stream.concat(
                    IntStream.range(0, parts.phases().size()).mapToObj(phase -> "/phases/" + phase + own),
                    Stream.of(own)).toList());
            }
        }
        sections.endTable();
        sections.endSection();
    }

    private void heading(final List<String> first)
    {
        final List<String> names = new ArrayList<>(first);
        ACCOUNT.forEach(figure -> names.add(figure.column()));
        names.addAll(List.of("samples", "of"));
        RESPONSE.forEach(figure -> names.add(figure.column()));
        sections.smallHeading(names);
    }

    private void row(final String name, final String pointer, final List<String> first)
    {
        page.open("tr", "data-part", pointer);
        page.leaf("td", name);
        first.forEach(key -> sections.number(json, pointer + key));
        ACCOUNT.forEach(figure -> sections.number(json, pointer + figure.path()));
        sections.number(json, pointer + "/latency_ns/response/count");
        sections.number(json, pointer + "/latency_ns/delivered", "");
        RESPONSE.forEach(figure -> sections.number(json, pointer + figure.path()));
        page.close();
    }
}
