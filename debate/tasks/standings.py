"""The band around a standing, worked out behind the page."""

from django_tasks import task


@task()
def work_out_band(thread_id: int) -> None:
    from debate.actions.standings import store_band

    store_band(thread_id=thread_id)
