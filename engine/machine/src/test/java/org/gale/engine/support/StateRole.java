package org.gale.engine.support;

import java.util.Locale;

/** Role of a field in an operation that makes state old or new again. */
public enum StateRole
{
    /** Equal to the field of a new object after the operation. */
    RESET,
    /** Untouched by the operation, for a rule or reason. */
    KEPT,
    /** Kept, and the operation itself is counted in it. */
    COUNTED,
    /** Equal after a restore; each change is seen in the image and in the digest. */
    SAVED,
    /** In no image: made of other fields by a restore, and equal after it. */
    DERIVED,
    /** In no image: made of other fields when it is needed, and compared by answers and once it is made. */
    CACHED,
    /** Role of the field that has the object. */
    PART,
    /** Collaborator, given at the creation, whose state is not that of the object. */
    GIVEN;

    /** Returns whether a declaration has to say why a field has this role. */
    boolean needsReason()
    {
        return this == KEPT || this == COUNTED;
    }

    /** Returns whether the operation leaves a field of this role as that of a new object. */
    boolean isNew()
    {
        return this == RESET || this == CACHED;
    }

    static StateRole of(final String word)
    {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
