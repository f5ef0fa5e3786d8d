package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Test that links of pages lead to files and headings, and that comments cite headings that are there. */
class PageLinkTest
{
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern CITATION = Pattern.compile("\\b([a-z-]+\\.md)#([a-z0-9-]+)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final int PAGES_MIN = 10;
    private static final int MEASURED_LINES_MAX = 100;

    @Test
    void shouldLinkToFilesAndHeadingsThatAreThere() throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        final List<Path> pages = pages();
        for (final Path page : pages)
        {
            final Matcher link = LINK.matcher(withoutCode(Files.readString(page, UTF_8)));
            while (link.find())
            {
                final Path file = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(file) || (link.group(2) != null && !anchors(file).contains(link.group(2))))
                {
                    missing.add(page.getFileName() + ": " + link.group());
                }
            }
        }

        assertThat(pages).hasSizeGreaterThan(PAGES_MIN);
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldCiteHeadingsThatAreThere() throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        int count = 0;
        for (final Path module : SourceTree.modules())
        {
            for (final Path source : SourceTree.files(module.resolve("src"), ".java"))
            {
                final Matcher citation = CITATION.matcher(Files.readString(source, UTF_8));
                while (citation.find())
                {
                    final Path page = docs().resolve(citation.group(1));
                    if (!Files.exists(page) || !anchors(page).contains(citation.group(2)))
                    {
                        missing.add(source.getFileName() + ": " + citation.group());
                    }
                    count++;
                }
            }
        }

        assertThat(count).isPositive();
        assertThat(missing).isEmpty();
    }

    /** Returns the anchors of a page: those it declares, and those that a viewer derives from its headings. */
    private static Set<String> anchors(final Path page) throws IOException
    {
        final String text = Files.readString(page, UTF_8);
        final Set<String> anchors = new TreeSet<>();
        final Matcher anchor = ANCHOR.matcher(text);
        while (anchor.find())
        {
            anchors.add(anchor.group(1));
        }
        final Matcher heading = HEADING.matcher(text);
        while (heading.find())
        {
            anchors.add(heading.group(1).toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
        }

        return anchors;
    }

    @Test
    void shouldLinkEveryPageFromTheReadme() throws IOException
    {
        final String readme = Files.readString(SourceTree.ROOT.resolve("README.md"), UTF_8);
        final Set<String> missing = new TreeSet<>();
        for (final Path page : SourceTree.files(docs(), ".md"))
        {
            if (!readme.contains("(engine/docs/" + page.getFileName() + ")"))
            {
                missing.add(page.getFileName().toString());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void shouldKeepThePageOfMeasurementsShort() throws IOException
    {
        assertThat(Files.readString(docs().resolve("measured.md"), UTF_8).lines().count())
            .isLessThanOrEqualTo(MEASURED_LINES_MAX);
    }

    private static String withoutCode(final String text)
    {
        return text.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "code");
    }

    private static List<Path> pages() throws IOException
    {
        final List<Path> pages = new ArrayList<>(SourceTree.files(docs(), ".md"));
        pages.add(SourceTree.ROOT.resolve("README.md"));
        pages.add(SourceTree.ROOT.resolve(Path.of("benchmarks", "results", "DIARY.md")));

        return pages;
    }

    private static Path docs()
    {
        return SourceTree.ROOT.resolve(Path.of("engine", "docs"));
    }
}
