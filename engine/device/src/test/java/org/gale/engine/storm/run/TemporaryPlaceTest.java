package org.gale.engine.storm.run;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.gale.engine.host.AgentHost;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the place of a temporary journal, which a second signal removes while the journal is made. */
@Isolated("sets the directory of temporary files")
@Timeout(60)
class TemporaryPlaceTest
{
    private static final String PROPERTY = "java.io.tmpdir";

    @TempDir(factory = MemoryDirectory.class)
    private Path parent;

    private List<Path> left() throws IOException
    {
        try (Stream<Path> paths = Files.list(parent))
        {
            return paths.filter(path -> path.getFileName().toString().startsWith(TemporaryJournals.PREFIX)).toList();
        }
    }

    private Path make(final TemporaryPlace place)
    {
        return place.make(parent, TemporaryJournals.PREFIX, Spelling.NAMES);
    }

    @Test
    void shouldRemoveADirectoryWithItsContents() throws IOException
    {
        final TemporaryPlace place = new TemporaryPlace();
        final Path made = make(place);
        Files.createDirectory(made.resolve("000000"));
        Files.createFile(made.resolve("mark"));
        assertEquals(List.of(made), left());

        place.remove();

        assertEquals(List.of(), left());
        place.remove();
    }

    @Test
    void shouldMakeAnotherOneAfterARemoval() throws IOException
    {
        final TemporaryPlace place = new TemporaryPlace();
        make(place);
        place.remove();

        assertEquals(List.of(make(place)), left());
    }

    @Test
    void shouldMakeNoneOnceItIsAbandoned() throws IOException, InterruptedException
    {
        final TemporaryPlace place = new TemporaryPlace();
        make(place);
        place.abandon();
        final Thread late = new Thread(() -> make(place), "late");
        late.setDaemon(true);
        late.start();
        while (late.getState() != Thread.State.WAITING)
        {
            Thread.onSpinWait();
        }

        assertEquals(List.of(), left());
    }

    /** A second signal while the files of the journal are made: its helpers are started in the middle of that. */
    @Test
    void shouldBeKnownBeforeTheJournalIsWhole() throws IOException
    {
        final String usual = System.setProperty(PROPERTY, parent.toString());
        try
        {
            final AtomicReference<StormSession> session = new AtomicReference<>();
            session.set(session((agent, idle) ->
            {
                abandon(session.get());
                throw new IllegalStateException("no helper");
            }));

            assertThrows(RuntimeException.class, session.get()::run);

            assertEquals(List.of(), left());
        }
        finally
        {
            System.setProperty(PROPERTY, usual);
        }
    }

    private void abandon(final StormSession session)
    {
        try
        {
            assertEquals(1, left().size());
            assertTrue(Files.exists(left().get(0).resolve("mark")));

            session.abandon();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static StormSession session(final AgentHost helpers)
    {
        final Team team = (Team)Proxy.newProxyInstance(Team.class.getClassLoader(), new Class<?>[] {Team.class},
            (proxy, method, arguments) ->
            method.getName().equals("helpers") ? helpers : method.invoke(Team.NONE, arguments));

        return new StormSession(
            SteppedSession.plan(SteppedSession.SMALL.with(StormSettings.REPLAY, false)),
            new StormMachines(Machines::create), new SteppedSession(), "1.2.3", new SilentListener(), () -> false,
            team);
    }
}
