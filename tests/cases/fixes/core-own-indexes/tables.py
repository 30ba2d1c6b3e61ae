"""Tables that a function of the project's own makes, with indexes that stand by themselves."""

import sqlalchemy as sa

metadata = sa.MetaData()


def table(*args, **kwargs):
    kwargs['mysql_character_set'] = 'utf8'
    return sa.Table(*args, **kwargs)


class Model:
    changes = table(
        'changes',
        metadata,
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('branch', sa.String(256)),
        sa.Column('revision', sa.String(256)),
        sa.Column('complete', sa.Integer, server_default=sa.DefaultClause("0")),
        sa.Column(
            'codebase', sa.String(256), sa.ForeignKey('codebases.id', ondelete='CASCADE'), nullable=False
        ),
    )
    codebases = table(
        'codebases',
        metadata,
        sa.Column('id', sa.String(256), primary_key=True),
        sa.Column('slug', sa.String(50)),
    )

    sa.Index('changes_branch', changes.c.branch)
    sa.Index('changes_revision', changes.c.revision, unique=True)
    sa.Index('changes_codebase', changes.c.codebase, changes.c.branch)
    sa.Index('codebases_slug', codebases.c.slug)
