package org.gale.engine.explore;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.report.page.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Browser for tests of the page of a journal: journals are made once, and no test leaves a server or an error. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ExploreBrowser
{
    Path root;
    Chromium chromium;
    BrowsedJournal page;

    /** Makes the journals of a class below {@link #root}. */
    abstract void makeJournals() throws IOException;

    @BeforeAll
    void start(@TempDir final Path directory) throws IOException
    {
        assumeTrue(Chromium.find() != null, Chromium.NOT_INSTALLED);
        root = directory;
        makeJournals();
        chromium = Chromium.start(root);
        page = new BrowsedJournal(chromium);
    }

    @AfterEach
    void end() throws Exception
    {
        if (page != null)
        {
            page.end();
        }
    }

    @AfterAll
    void close() throws IOException
    {
        if (chromium != null)
        {
            chromium.close();
        }
    }
}
