package org.gale.engine.storm.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.figure.Figure.Use.GROUPS;
import static org.gale.engine.storm.figure.Figure.Use.JUDGED;
import static org.gale.engine.storm.figure.Figure.Use.PAGE;
import static org.gale.engine.storm.figure.Figure.Use.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Table of figures: each row names a place that reports have. */
class FiguresTest
{
    private static final Path GOLDEN = Path.of("app/src/test/resources/golden");
    /** Means that storms on the wall clock do not take, and what only wrong drivers cause. */
    private static final Set<String> NOWHERE =
        Set.of("service.mean", "late.mean", "queued.mean", "translated.mean", "spurious");

    private static final List<JsonNode> REPORTS = new ArrayList<>();
    private static final Set<String> POINTERS = new HashSet<>();

    @BeforeAll
    static void read() throws IOException
    {
        try (Stream<Path> files = Files.walk(GOLDEN))
        {
            for (final Path file : files.filter(path -> path.endsWith("report.json")).toList())
            {
                final String masked = Files.readString(file);
                REPORTS.add(new ObjectMapper().readTree(
                    masked.replace(" : N,", " : 0,").replace(" : N\n", " : 0\n")));
            }
        }
        try (Stream<Path> files = Files.list(GOLDEN.resolve("wall")))
        {
            for (final Path file : files.toList())
            {
                POINTERS.addAll(Files.readAllLines(file));
            }
        }
    }

    @Test
    void shouldNamePlacesThatReportsHave()
    {
        final Set<String> missing = new TreeSet<>();
        Figures.ALL.stream().filter(figure -> !POINTERS.contains(figure.path().toString()) &&
            REPORTS.stream().allMatch(report -> report.at(figure.path()).isMissingNode()))
            .forEach(figure -> missing.add(figure.name()));

        assertEquals(new TreeSet<>(NOWHERE), missing);
    }

    @Test
    void shouldNamePlacesThatGroupsAndPhasesHave()
    {
        assertEquals(Set.of(), missing("groups", Figures.OF_GROUPS));
        assertEquals(Set.of("held"), missing("phases", Figures.OF_PHASES.stream()
            .filter(figure -> !figure.latency().equals("request")).toList()), "no golden storm has requests by phase");
    }

    @Test
    void shouldNameEachFigureOnce()
    {
        for (final List<Figure> figures : List.of(Figures.ALL, Figures.OF_GROUPS, Figures.OF_PHASES))
        {
            assertEquals(figures.size(), figures.stream().map(Figure::name).distinct().count());
        }
        assertFalse(Figures.OF_GROUPS.stream().anyMatch(figure -> figure.is(JUDGED)), "parts are shown alone");
    }

    @Test
    void shouldHaveTheColumnsOfEachTable()
    {
        assertEquals(List.of("offered", "delivered", "coalesced", "rejected", "pending", "remainder"),
            columns(TEXT, ""));
        assertEquals(columns(TEXT, ""), columns(PAGE, ""));
        assertEquals(List.of("p50", "p90", "p99", "p99.9", "max"), columns(TEXT, "request"));
        assertEquals(List.of("p50", "p99", "max"), columns(PAGE, "response"));
        assertEquals(List.of(), columns(PAGE, "request"));
        assertEquals(Percentile.names(), columns(GROUPS, "response").subList(0, Percentile.ALL.size()));
    }

    private static Set<String> missing(final String list, final List<Figure> figures)
    {
        final List<JsonNode> parts = new ArrayList<>();
        REPORTS.forEach(report -> report.path(list).forEach(parts::add));
        final Set<String> missing = new TreeSet<>();
        figures.stream().filter(figure -> parts.stream().allMatch(part -> part.at(figure.path()).isMissingNode()))
            .forEach(figure -> missing.add(figure.name()));

        return missing;
    }

    private static List<String> columns(final Figure.Use table, final String latency)
    {
        return Figures.columns(table, latency).stream().map(Figure::column).toList();
    }
}
