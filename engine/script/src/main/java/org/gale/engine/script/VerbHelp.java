package org.gale.engine.script;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Help on one verb of the line protocol, in ASCII.
 *
 * @param name   spelling of the verb, without {@code kvm} or {@code v4}
 * @param usage  the verb with its operands, as a line has them
 * @param reply  reply on success
 * @param errors replies to a line that is wrong, beside those that every verb has; empty if there are none
 */
record VerbHelp(String name, String usage, String reply, String errors)
{
    /** Returns the names of verbs. */
    static List<String> names(final List<VerbHelp> verbs)
    {
        return verbs.stream().map(VerbHelp::name).collect(Collectors.toList());
    }

    /** Returns the help as the rest of a reply line. */
    String line()
    {
        return usage + " | reply: " + reply + " | errors: " + (errors.isEmpty() ? "none of its own" : errors);
    }
}
