package org.gale.engine.script;

import java.util.List;

/** Factory of the machine of a session. */
@FunctionalInterface
public interface TargetFactory
{
    /**
     * Builds a machine at reset.
     *
     * @param keyValues the words {@code KEY=VALUE} of the {@code machine} line, none for the default machine.
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    ScriptTarget create(List<String> keyValues);
}
