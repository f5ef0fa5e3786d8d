package org.gale.engine.cli.forms;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Whole documents that commands wrote, and the same altered at one place. */
final class Altered
{
    private static final ObjectMapper JSON = new ObjectMapper();

    private Altered()
    {
    }

    /** Runs a storm, and returns its report. */
    static ObjectNode storm(final Path directory, final int exit, final String... words) throws IOException
    {
        final Path file = directory.resolve("made.json");
        final List<String> line = new ArrayList<>(List.of("storm"));
        line.addAll(List.of(words));
        line.addAll(List.of("--quiet", "--journal", "none", "--json", file.toString()));
        final StringWriter err = new StringWriter();
        assertEquals(exit, GaleRun.of(new StringWriter(), err, line.toArray(new String[0])), err.toString());

        return (ObjectNode)JSON.readTree(file.toFile());
    }

    /** Returns a copy whose value at a pointer is another one; null takes it away. */
    static ObjectNode at(final JsonNode report, final String pointer, final Object value)
    {
        final ObjectNode copy = report.deepCopy();
        final JsonPointer at = JsonPointer.compile(pointer);
        final JsonNode parent = copy.at(at.head());
        assertEquals(false, parent.at(at.last()).isMissingNode(), () -> pointer + " is no place of the report");
        final String name = at.last().toString().substring(1);
        if (value == null)
        {
            ((ObjectNode)parent).remove(name);
        }
        else if (parent instanceof ArrayNode list)
        {
            list.set(Integer.parseInt(name), JSON.<JsonNode>valueToTree(value));
        }
        else
        {
            ((ObjectNode)parent).set(name, JSON.valueToTree(value));
        }

        return copy;
    }

    /** Returns a copy that lacks a key wherever it stands. */
    static ObjectNode without(final JsonNode report, final String key)
    {
        final ObjectNode copy = report.deepCopy();
        copy.findParents(key).forEach(parent -> ((ObjectNode)parent).remove(key));

        return copy;
    }

    /** Writes a document into a file of a name. */
    static Path write(final Path directory, final String name, final JsonNode json) throws IOException
    {
        return Files.writeString(directory.resolve(name), json.toString());
    }
}
