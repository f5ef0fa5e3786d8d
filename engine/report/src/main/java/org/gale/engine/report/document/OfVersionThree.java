package org.gale.engine.report.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Upgrade of reports of version 3, in which the head, the configuration and each list had what is of a host or names a
 * command. Pure functions.
 */
final class OfVersionThree
{
    private static final String HOST = "host";
    private static final String JOURNAL = "journal";
    private static final String COMMAND = "command";
    private static final String ENGINE = "engine";

    private OfVersionThree()
    {
    }

    /** Makes a report of version 3 one of version 4, in place. */
    static ObjectNode upgraded(final ObjectNode report)
    {
        report.put("schema", "gale.storm/4");
        if (report.hasNonNull(HOST) && !report.get(HOST).isObject())
        {
            return report;                                          // which the check of this version refuses
        }
        final ObjectNode earlier = report.path(HOST) instanceof ObjectNode object ? object : report.objectNode();
        final ObjectNode host = report.objectNode();
        moveAll(report, host, "version", "jdk", "cores", "resumed", "digest", "replay", JOURNAL);
        if (report.path("config") instanceof ObjectNode config)
        {
            move(config, host, "ram_file", "ram_file");
            move(config, earlier, JOURNAL, JOURNAL);
        }
        if (host.path(JOURNAL) instanceof ObjectNode journal)
        {
            move(earlier, journal, JOURNAL, "directory");
        }
        earlier.remove(JOURNAL);
        host.setAll(earlier);
        moveLists(report, host, "outliers", COMMAND, ENGINE);
        moveLists(report, host, "intervals", "journal_bytes");
        if (report.at("/stopped/outlier") instanceof ObjectNode outlier)
        {
            moveAll(outlier, host.putObject("stopped"), COMMAND, ENGINE);
        }
        report.remove(HOST);
        report.set(HOST, host);

        return report;
    }

    private static void moveLists(
        final ObjectNode report, final ObjectNode host, final String list, final String... keys)
    {
        if (report.path(list).isArray())
        {
            final ArrayNode moved = host.putArray(list);
            for (final JsonNode element : report.path(list))
            {
                final ObjectNode place = moved.addObject();
                if (element instanceof ObjectNode object)
                {
                    moveAll(object, place, keys);
                }
            }
        }
    }

    private static void moveAll(final ObjectNode from, final ObjectNode to, final String... keys)
    {
        for (final String key : keys)
        {
            move(from, to, key, key);
        }
    }

    private static void move(final ObjectNode from, final ObjectNode to, final String key, final String name)
    {
        if (from.has(key))
        {
            to.set(name, from.remove(key));
        }
    }
}
