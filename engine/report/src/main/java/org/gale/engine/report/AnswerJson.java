package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.report.document.RecordTree;
import org.gale.engine.storm.result.answer.Answer;

/** JSON of an answer: its members, with the configuration that its runs have in common. Pure functions. */
public final class AnswerJson
{
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    /** Member of an answer whose own members are written in its place. */
    private static final String OF_COSTS = "of_costs";

    private AnswerJson()
    {
    }

    /** Returns an answer as JSON. */
    public static ObjectNode tree(final Answer answer, final JsonNode config)
    {
        final ObjectNode tree = JsonNodeFactory.instance.objectNode().put("schema", Answer.SCHEMA);
        RecordTree.of(answer).properties().forEach(member ->
        {
            if (member.getKey().equals(OF_COSTS))
            {
                tree.setAll((ObjectNode)member.getValue());
            }
            else
            {
                tree.set(member.getKey(), member.getValue());
            }
        });
        tree.set("config", config);

        return tree;
    }

    /** Writes an answer and a line feed. The writer is flushed, not closed. */
    public static void write(final Answer answer, final JsonNode config, final Writer writer) throws IOException
    {
        writer.write(WRITER.writeValueAsString(tree(answer, config)));
        writer.write('\n');
        writer.flush();
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException with the place of the first value that is not of its type
     */
    public static Answer read(final JsonNode json)
    {
        if (!json.path("schema").asText().equals(Answer.SCHEMA))
        {
            throw new IllegalArgumentException("/schema is " + json.path("schema") +
                ", expected the schema that this gale reads (" + Answer.SCHEMA + ')');
        }
        final ObjectNode nested = json.deepCopy();
        final ObjectNode ofCosts = nested.putObject(OF_COSTS);
        List.of("sensitivity", "break_even", "break_even_io", "ranges").forEach(
            name -> ofCosts.set(name, nested.remove(name)));

        return new RecordTree(List.of()).read(nested, Answer.class);
    }
}
