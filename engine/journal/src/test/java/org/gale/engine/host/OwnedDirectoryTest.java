package org.gale.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedDirectoryTest
{
    @TempDir
    private Path parent;

    @Test
    void shouldNotFindWhatALivingProcessUses() throws IOException
    {
        try (OwnedDirectory owned = OwnedDirectory.create(parent, "a-"))
        {
            assertTrue(owned.path().getFileName().toString().startsWith("a-"), owned.path().toString());
            assertEquals(List.of(), OwnedDirectory.left(parent, "a-"));
        }
    }

    @Test
    void shouldFindWhatADeadProcessLeft() throws IOException
    {
        final OwnedDirectory owned = OwnedDirectory.create(parent, "a-");
        owned.close();
        Files.createDirectories(parent.resolve("a-no-lock"));
        Files.createDirectories(parent.resolve("b-"));

        assertEquals(List.of(owned.path()), OwnedDirectory.left(parent, "a-"));
        assertEquals(List.of(), OwnedDirectory.left(parent.resolve("missing"), "a-"));
    }
}
