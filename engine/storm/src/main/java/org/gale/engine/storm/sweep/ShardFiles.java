package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.host.OwnedDirectory;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.result.sweep.ResultDirectory;

/**
 * Files of a shard other than its results: temporary journals, and what a shard that was killed left. Owner: the thread
 * of the shard.
 */
public final class ShardFiles implements AutoCloseable
{
    /** Beginning of the names of temporary directories of shards. */
    public static final String PREFIX = "gale-sweep-";

    private static final String UNFINISHED = ".*";
    private static final String NUMBER = "\\.(old-)?(\\d{6})-.*";

    private final OwnedDirectory temporary;
    private final String owner;
    private final Map<Integer, List<Path>> left = new HashMap<>();

    private ShardFiles(final OwnedDirectory temporary, final String owner)
    {
        this.temporary = temporary;
        this.owner = owner;
    }

    /** Makes a temporary directory, removes those of dead shards, and finds results that they had not finished. */
    static ShardFiles open(final ResultDirectory results, final String owner) throws IOException
    {
        for (final Path dead : OwnedDirectory.left(StormPaths.temporary(), PREFIX))
        {
            RunFiles.remove(dead);
        }
        final ShardFiles files = new ShardFiles(OwnedDirectory.create(StormPaths.temporary(), PREFIX), owner);
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(results.runs(), UNFINISHED))
        {
            for (final Path path : unfinished)
            {
                final String name = path.getFileName().toString();
                if (name.matches(NUMBER) && !name.endsWith(owner))
                {
                    final int number = Integer.parseInt(name.replaceAll(NUMBER, "$2"));
                    files.left.computeIfAbsent(number, key -> new ArrayList<>()).add(path);
                }
            }
        }

        return files;
    }

    /** Returns the temporary directory of a run, which need not be there. */
    Path temporary(final int run)
    {
        return temporary.path().resolve(ResultDirectory.name(run));
    }

    /**
     * Removes what other processes had not finished of a run that is over. One of them may still live: its files go at
     * once.
     */
    void removeLeft(final int run) throws IOException
    {
        for (final Path path : left.getOrDefault(run, List.of()))
        {
            final Path away = path.resolveSibling(".old-" + ResultDirectory.name(run) + '-' + owner);
            try
            {
                Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
            }
            catch (final NoSuchFileException ex)
            {
                assert Files.notExists(path) : ex;              // another process has removed it
            }
            RunFiles.remove(away);
        }
        left.remove(run);
    }

    /** Removes the temporary directory. */
    @Override
    public void close() throws IOException
    {
        RunFiles.remove(temporary.path());
        temporary.close();
    }
}
