package org.gale.engine.cli.book;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.console.WrappedText;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale book}: the book in the terminal, and as a site. Owned by the main thread. */
@Command(name = "book", mixinStandardHelpOptions = true, header = "Read the book in the terminal, or write it as HTML.",
    description = {
        "",
        "Without a page it lists all pages by what they are for: to learn, to do a task, to look something",
        "up, to understand. The pages are those of this build.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale book                           # all pages",
        "  gale book start | less              # one page",
        "  gale book kvm#who-owns-a-ppi        # one section",
        "  gale book --find 'owed doorbell'    # sections that have both words",
        "  gale book --html /tmp/book          # a site: open /tmp/book/index.html in a browser"})
public final class BookCommand extends ConsoleCommand
{
    private static final int WIDTH = 100;
    private static final int NAME_WIDTH = 20;

    @Parameters(arity = "0..1", paramLabel = "PAGE[#SECTION]", description = "A page, or one section of it.")
    private String page;

    @Option(names = "--find", paramLabel = "WORDS",
        description = "List the sections that have all of these words, the best first.")
    private String words;

    @Option(names = "--html", paramLabel = "DIR",
        description = "Write the book as HTML pages, with a search that needs no server. DIR is new, empty or a book.")
    @Uses(FileUse.MADE)
    private Path site;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        if (Stream.of(page, words, site).filter(asked -> asked != null).count() > 1)
        {
            throw new OutcomeException(Outcome.USAGE, "PAGE, --find and --html exclude each other");
        }
        final Book book = Book.read();
        if (site != null)
        {
            write(book);
        }
        else if (words != null)
        {
            find(book);
        }
        else if (page != null)
        {
            show(book);
        }
        else
        {
            list(book);
        }
        out().flush();

        return ExitCode.OK;
    }

    private void list(final Book book)
    {
        final PrintWriter out = out();
        book.byKind().forEach((kind, pages) ->
        {
            out.println(kind);
            for (final BookPage one : pages)
            {
                final List<String> lines = WrappedText.lines(one.title() + ". " + one.summary(), WIDTH - NAME_WIDTH);
                out.println("  " + one.name() + " ".repeat(NAME_WIDTH - 2 - one.name().length()) + lines.get(0));
                lines.subList(1, lines.size()).forEach(line -> out.println(" ".repeat(NAME_WIDTH) + line));
            }
            out.println();
        });
        out.println("'gale book PAGE' shows a page, 'gale book --find WORDS' the sections that have these words.");
    }

    private void show(final Book book)
    {
        final String[] parts = page.split("#", 2);
        final BookPage shown = book.page(parts[0]);
        BookPage.Section section = null;
        if (parts.length > 1)
        {
            section = shown.sections().stream().filter(one -> one.anchor().equals(parts[1])).findFirst()
                .orElseThrow(() -> new OutcomeException(Outcome.USAGE, "page " + shown.name() + " has no section '" +
                    parts[1] + "'" + NearestName.hint(parts[1],
                    shown.sections().stream().map(BookPage.Section::anchor).toList())));
        }
        TerminalPage.lines(shown, section, WIDTH).forEach(out()::println);
    }

    private void find(final Book book)
    {
        final List<BookSearch.Hit> hits = new BookSearch(book).find(words);
        if (hits.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "no section of the book has all of '" + words + "'");
        }
        hits.forEach(hit -> out().println("gale book " + hit.place() + "   # " + hit.section().title()));
    }

    private void write(final Book book) throws IOException
    {
        if (Files.exists(site) && !Files.isDirectory(site))
        {
            throw new OutcomeException(Outcome.USAGE, "--html " + site + ": not a directory");
        }
        if (Files.exists(site) && !Files.exists(site.resolve(BookSite.INDEX)))
        {
            try (Stream<Path> files = Files.list(site))
            {
                if (files.findAny().isPresent())
                {
                    throw new OutcomeException(Outcome.USAGE, "--html " + site +
                        ": there are other files (name a new directory, or one with a book)");
                }
            }
        }
        out().println(new BookSite(book, site).write() + " pages: " + site.resolve("index.html"));
    }
}
