package org.gale.engine.explore;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.inspect.Opening;
import org.gale.engine.report.page.Chromium;
import org.gale.engine.system.Machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Page of a journal in a browser, and the server that answers it, for tests. */
final class BrowsedJournal
{
    private static final long IDLE_NS = 600_000_000_000L;
    private static final long MEMORY = 8L << 20;
    private static final long END_S = 30;
    private static final int TRIES = 500;

    private final Chromium chromium;
    private ExploreServer server;
    private ExecutorService threads;
    private Future<?> serving;

    BrowsedJournal(final Chromium chromium)
    {
        this.chromium = chromium;
    }

    /** Runs a storm, whatever its exit code is, and returns its journal. */
    static Path storm(final Path root, final String name, final String words)
    {
        final Path journal = root.resolve(name);
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(List.of(words.split(" ", -1)));
        all.addAll(List.of("--quiet", "--journal", journal.toString()));
        GaleRun.of(new StringWriter(), new StringWriter(), all.toArray(new String[0]));

        return journal;
    }

    /** Serves a journal, and opens its page; the journal has been read whole then. */
    void open(final Path journal, final int width, final String scheme) throws IOException
    {
        server = ExploreServer.open(0);
        final Explored explored =
            new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY);
        threads = ThreadHost.tasks(1);
        final ExploreServer opened = server;
        serving = threads.submit(() ->
        {
            try (explored)
            {
                opened.serve(explored, IDLE_NS);
            }
            return null;
        });
        chromium.look(width, scheme);
        chromium.open(server.url());
        await("document.body.dataset.drawn && explore.info().done");
        awaitPlace();
    }

    /** Ends the server, and checks that the browser has noted no error. */
    void end() throws Exception
    {
        if (server != null)
        {
            server.end();
            serving.get(END_S, TimeUnit.SECONDS);
            server.close();
            ThreadHost.end(threads);
            server = null;
        }
        final List<String> errors = new ArrayList<>(chromium.errors());
        chromium.errors().clear();
        assertEquals(List.of(), errors);
    }

    /** Waits until the place is drawn. */
    void awaitPlace() throws IOException
    {
        chromium.evaluate("new Promise(done => setTimeout(done, 30))");
        await("explore.isQuiet() && document.body.dataset.drawn === explore.place.at + ' ' + explore.place.show");
    }

    /** Waits until a condition of the page holds; fails after 500 questions. */
    void await(final String condition) throws IOException
    {
        for (int i = 0; !chromium.evaluate("!!(" + condition + ")").asBoolean(); i++)
        {
            assertTrue(i < TRIES, condition);
            chromium.evaluate("new Promise(done => setTimeout(done, 20))");
        }
    }
}
